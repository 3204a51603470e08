/** Routes of decisions and sessions, and of the decision that SMTP would give. */

import { nameDecision } from '../../policy/decide.ts';
import { explain } from '../../policy/explain.ts';
import type { decisionOperations } from '../contract/decisions.ts';
import { invalid, notFound } from '../problems.ts';
import type { RefusalTally } from '../refusals.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';
import { decisionJson, explanationJson, iso, sessionJson, sessionSummary } from '../views.ts';

export const decisionHandlers = (
  { store, relay, clock, makeId }: Services,
  refusals: RefusalTally,
): Handlers<typeof decisionOperations> => ({
  async getDecisions({ query: { rule, session, list, unlisted, ...page } }) {
    if (list !== undefined && unlisted) return bothGiven();
    const filter = { list: unlisted ? null : list, rule, sessionId: session };
    const { items, next } = await store.decisions(filter, page);
    return { status: 200, body: { items: items.map(decisionJson), next } };
  },

  async getRefusals({ query: { list, unlisted } }) {
    if (list !== undefined && unlisted) return bothGiven();
    const { since, rules } = await refusals.lately(unlisted ? null : list);
    const items = rules.map((one) => ({ ...one, lastAt: iso(one.lastAt) }));
    return { status: 200, body: { since: iso(since), items } };
  },

  async getDecision({ params }) {
    const decision = await store.decision(params.id);
    return decision ? { status: 200, body: decisionJson(decision) } : notFound('decision', params.id);
  },

  async getSessions({ query: { list, unlisted, user, outcome, rule, port, ...page } }) {
    if (list !== undefined && unlisted) return bothGiven();
    relay.flush();
    const filter = { list: unlisted ? null : list, username: user, outcome, rule, port };
    const { items, next } = await store.sessions(filter, page);
    return { status: 200, body: { items: items.map(sessionSummary), next } };
  },

  async getSession({ params }) {
    relay.flush();
    const session = await store.session(params.id);
    if (!session) return notFound('session', params.id);
    const { items } = await store.decisions({ sessionId: session.id }, { limit: 1000 });
    const byId = new Map(items.map((decision) => [decision.id, decision]));
    const decisions = session.decisions.flatMap((id) => byId.get(id) ?? []);
    return { status: 200, body: sessionJson(session, decisions) };
  },

  async explain({ params, body }) {
    const found = await store.userByName(body.username);
    if (found && found.user.list !== params.list)
      return invalid([
        { field: 'username', message: `"${body.username}" is a user of another list, "${found.user.list}"` },
      ]);
    const asked = {
      username: body.username,
      mailFrom: body.mailFrom,
      rcptTo: typeof body.rcptTo === 'string' ? [body.rcptTo] : body.rcptTo,
      message: new TextEncoder().encode(withCrlf(body.message)),
    };
    const verdict = explain(asked, { user: found?.user ?? null, senders: found?.senders ?? [] }, clock.now());
    return { status: 200, body: explanationJson(nameDecision(verdict, makeId('d'))) };
  },
});

const bothGiven = (): Response =>
  invalid([{ field: 'unlisted', message: 'asks for what is in no list; leave it or "list" out' }]);

/** A message typed with LF throughout is meant to have CRLF; one that mixes them is judged as it is. */
const withCrlf = (message: string): string =>
  message.includes('\r') ? message : message.replaceAll('\n', '\r\n');
