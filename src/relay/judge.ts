/** Asks the policy, and makes of its verdict the record that the reply names. */

import type { Decision, Reply, StoredDecision } from '../model/decision.ts';
import type { FaultEffect } from '../model/fault.ts';
import { FAULT_RULE, RULES } from '../policy/catalogue.ts';
import { nameDecision, type Facts, type Request, type Verdict } from '../policy/decide.ts';
import type { Login } from '../policy/submission.ts';
import type { UserWithSenders } from '../store/store.ts';
import type { Shared } from './context.ts';

/** Where a decision belongs, and what is kept with it. */
export type Belongs = Pick<StoredDecision, 'list' | 'sessionId' | 'messageId' | 'header'>;

export const record = (verdict: Verdict, id: string, belongs: Belongs): StoredDecision => ({
  ...nameDecision(verdict, id),
  ...belongs,
});

/** The facts of a user as they are now; the password is still right while its hash is the one that it was right for. */
export const factsOf = (found: UserWithSenders | null, login: Pick<Login, 'passwordHash'>): Facts => ({
  throttled: null,
  credentials: found?.user.passwordHash === login.passwordHash ? 'good' : 'bad',
  user: found && { username: found.user.username, active: found.user.active },
  senders: found?.senders ?? [],
  storeFailure: null,
});

/** A verdict for a stage, with the user and senders read anew. What cannot be read refuses for now. */
export const judgeLoggedIn = async (
  { store, clock, policy }: Pick<Shared, 'store' | 'clock' | 'policy'>,
  login: Login | null,
  request: Request,
): Promise<Judged> => {
  let found: UserWithSenders | null = null;
  try {
    found = login && (await store.user(login.list, login.userId));
  } catch (error) {
    return { verdict: unreadable(request, (error as Error).message, clock.now()), facts: null, found };
  }
  const facts = factsOf(found, login ?? { passwordHash: '' });
  return { verdict: policy(request, facts, clock.now()), facts, found };
};

export type Judged = { verdict: Verdict; facts: Facts | null; found: UserWithSenders | null };

/** Before anything was asked of the policy: no rule is reached. */
export const unjudged = (request: Request, why: string, now: number): Verdict => ({
  at: now,
  action: 'defer',
  rule: STORE.id,
  reply: STORE.reply,
  advice: STORE.advice,
  rules: RULES.map(({ id }) => ({ id, outcome: 'not-reached', detail: why })),
  username: request.login?.username ?? null,
  mailFrom: request.mail?.text ?? null,
  headerFrom: [],
  grantedBy: [],
});

/** 451 by `store.available`: a fact that could not be read never lets anything through. */
export const unreadable = (request: Request, why: string, now: number): Verdict => {
  const verdict = unjudged(request, 'the store could not be read', now);
  const failed = { id: STORE.id, outcome: 'fail', detail: `users could not be read: ${why}` } as const;
  return { ...verdict, rules: verdict.rules.map((rule) => (rule.id === STORE.id ? failed : rule)) };
};

const STORE = RULES.find(({ id }) => id === 'store.available')!;

/** What a fault makes of a verdict that the policy would have let through. */
export const faulted = (verdict: Verdict, effect: Refusing, id: string, belongs: Belongs): StoredDecision => {
  const reply = faultReply(effect);
  const decision: Decision = {
    ...verdict,
    id,
    action: reply.code >= 500 ? 'reject' : 'defer',
    rule: FAULT_RULE,
    reply: { ...reply, text: `${reply.text} [${FAULT_RULE} ${id}]` },
    advice:
      'This reply was made on purpose: the list’s faults, or MailHog’s Jim, are set. The policy would have let it through.',
    grantedBy: [],
  };
  return { ...decision, ...belongs };
};

/** A fault that is no delay. */
export type Refusing = Exclude<FaultEffect, { delayMs: number }>;

const faultReply = (effect: Refusing): Reply =>
  'code' in effect ? effect : { code: 421, enhanced: '4.4.2', text: 'Connection dropped on purpose' };
