/** What to ask the policy to see what it would say today to a mail that it decided on before. */

import type { DecisionJson, ExplainRequest, Explanation } from '../../src/http/contract/decisions.ts';
import type { UserJson } from '../../src/http/contract/users.ts';
import { FAULT_RULE } from '../../src/policy/catalogue.ts';
import { readHeader } from './header-text.ts';

export type CheckRequest =
  | {
      ok: true;
      ask: ExplainRequest;
      /** What the check takes for granted, as a sentence. */
      assumes: string;
    }
  | { ok: false; reason: string };

type Past = Pick<DecisionJson, 'rule' | 'username' | 'mailFrom' | 'headerFrom' | 'header' | 'list'>;

/** `user` is the one of the decision as it is now. */
export const checkRequest = (decision: Past, user: UserJson | null): CheckRequest => {
  const { rule, username, list } = decision;
  if (username === null || list === null)
    return { ok: false, reason: 'No known user had logged in, so there is nobody to ask the policy about.' };
  const reason = rule === null ? undefined : (UNTOLD[rule] ?? (rule.startsWith('auth.') ? LOGIN : undefined));
  if (reason !== undefined) return { ok: false, reason };
  const mailFrom = decision.mailFrom ?? ownAddress(user);
  if (decision.header !== null) {
    const { text, exact } = readHeader(decision.header);
    return {
      ok: true,
      ask: { username, mailFrom, message: text },
      assumes: exact
        ? 'Checked with the header as it was sent, the right password, TLS and SMTPUTF8.'
        : 'Checked with the header as it was sent, but for bytes that are no UTF-8, which a check cannot carry; and with the right password, TLS and SMTPUTF8.',
    };
  }
  const from = decision.headerFrom.join(', ') || mailFrom;
  return {
    ok: true,
    ask: { username, mailFrom, message: `From: ${from}\n\n` },
    assumes: `Of the message no more than its From is known here: “${from}” was taken, with the right password and TLS.`,
  };
};

/** What differs, in the order of the rules. */
export const changesOf = (
  before: Pick<DecisionJson, 'rules'>,
  now: Pick<Explanation, 'rules'>,
): { id: string; before: string; now: string; detail: string }[] =>
  now.rules.flatMap(({ id, outcome, detail }) => {
    const was = before.rules.find((rule) => rule.id === id)?.outcome;
    return was === undefined || was === outcome ? [] : [{ id, before: was, now: outcome, detail }];
  });

const LOGIN = 'Whether a login works shows only when it is tried: a check takes the password as right.';

const UNTOLD: Readonly<Partial<Record<string, string>>> = {
  'recipient.limit':
    'It does not depend on settings: send the rest of the recipients with a further message.',
  'message.size': 'It does not depend on settings: the whole message would be needed, and it was not kept.',
  'store.available': 'It was the store that failed, not a rule of the policy: let the client send again.',
  [FAULT_RULE]: 'The reply was made on purpose by a fault; the policy had let it through.',
};

const ownAddress = (user: UserJson | null): string => {
  const sender = user?.senders.find(({ status }) => status === 'verified') ?? user?.senders[0];
  if (!sender) return 'sender@example.test';
  return sender.kind === 'domain' ? `postmaster@${sender.value}` : sender.value;
};
