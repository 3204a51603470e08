/** Requests, facts and senders that the policy's tests start from: one user, one message, and nothing wrong with them. */

import { addressKey, parseAddress, type Address } from '../model/address.ts';
import type { Sender } from '../model/sender.ts';
import { RULES } from './catalogue.ts';
import type { Facts, Request, Verdict } from './decide.ts';

export const NOW = Date.UTC(2026, 6, 1, 12);

export const RULE_IDS = RULES.map(({ id }) => id);

export const address = (text: string): Address => {
  const parsed = parseAddress(text, { literal: true });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

export const mailbox = (text: string) => ({ name: '', address: address(text) });

/** `a@x.test` or `x.test`; verified unless it says ` pending` behind. */
export const sender = (text: string): Sender => {
  const pending = text.endsWith(' pending');
  const value = text.replace(/ pending$/, '');
  const kind = value.includes('@') ? 'address' : 'domain';
  return {
    id: `s_${value}`,
    list: 'default',
    kind,
    value: kind === 'address' ? addressKey(address(value)) : value,
    status: pending ? 'pending' : 'verified',
    requestedAt: NOW - 3_600_000,
    verifiedAt: pending ? null : NOW - 1_800_000,
    expiresAt: pending ? NOW + 3_600_000 : null,
  };
};

export const senders = (...texts: string[]): Sender[] => texts.map(sender);

/** '' is the null path. */
export const mailFrom = (text: string, declaredSize: number | null = null): NonNullable<Request['mail']> => ({
  text,
  path: parseAddress(text),
  declaredSize,
});

type Message = NonNullable<Request['message']>;

/** A message whose From names `from`, with whatever `more` says otherwise. */
export const messageFrom = (
  from: string[],
  more: Partial<Message['originators']> & Partial<Message> = {},
): Message => {
  const { size = 1000, formMarks = [], ...originators } = more;
  return {
    size,
    formMarks,
    originators: { fromCount: 1, from: from.map(mailbox), fromDefects: [], others: [], ...originators },
  };
};

/** bob's message from `a@x.test`, about to be stored. */
export const request = (more: Partial<Request> = {}): Request => ({
  stage: 'commit',
  tls: true,
  tlsRequired: false,
  login: { mechanism: 'PLAIN', username: 'bob' },
  mail: mailFrom('a@x.test'),
  recipients: 1,
  message: messageFrom(['a@x.test']),
  ...more,
});

/** bob is active and may send as `a@x.test`. */
export const facts = (more: Partial<Facts> = {}): Facts => ({
  throttled: null,
  credentials: 'good',
  user: { username: 'bob', active: true },
  senders: senders('a@x.test'),
  storeFailure: null,
  ...more,
});

export const outcomes = (verdict: Verdict): Record<string, string> =>
  Object.fromEntries(verdict.rules.map(({ id, outcome }) => [id, outcome]));

export const failing = (verdict: Verdict): string[] =>
  verdict.rules.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);

export const detailOf = (verdict: Verdict, rule: string): string =>
  verdict.rules.find(({ id }) => id === rule)?.detail ?? `there is no rule "${rule}"`;
