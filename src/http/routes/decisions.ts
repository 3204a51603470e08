/** Routes of decisions and sessions, and of the decision that SMTP would give. */

import { nameDecision } from '../../policy/decide.ts';
import { explain } from '../../policy/explain.ts';
import type { decisionOperations } from '../contract/decisions.ts';
import { invalid, notFound } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';
import { decisionJson, explanationJson, sessionJson, sessionSummary } from '../views.ts';

export const decisionHandlers = ({
  store,
  relay,
  clock,
  makeId,
}: Services): Handlers<typeof decisionOperations> => ({
  async getDecisions({ query: { list, rule, session, ...page } }) {
    const { items, next } = await store.decisions({ list, rule, sessionId: session }, page);
    return { status: 200, body: { items: items.map(decisionJson), next } };
  },

  async getDecision({ params }) {
    const decision = await store.decision(params.id);
    return decision ? { status: 200, body: decisionJson(decision) } : notFound('decision', params.id);
  },

  async getSessions({ query: { list, user, outcome, rule, ...page } }) {
    relay.flush();
    const { items, next } = await store.sessions({ list, username: user, outcome, rule }, page);
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

/** A message typed with LF throughout is meant to have CRLF; one that mixes them is judged as it is. */
const withCrlf = (message: string): string =>
  message.includes('\r') ? message : message.replaceAll('\n', '\r\n');
