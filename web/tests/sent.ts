/** What the tests of slow and broken answers look at: a user of the list who has sent one mail. */

import type { Provisioned } from '../../harness/provision.ts';
import { expect, test as base } from './msw.ts';
import { sendMail } from './smtp.ts';

export { expect } from './msw.ts';

export type Sent = { decision: string; session: string; message: string; user: string; username: string };

export const test = base.extend<{ sent: Sent }>({
  sent: async ({ service, list, api, user }, provide) => {
    const shop: Provisioned = await user();
    expect(await sendMail(service.port, shop)).toMatchObject({ code: 250 });
    const { items } = (await api('GET', `/api/messages?list=${list}&from=@acme.test&wait=10`)) as {
      items: { id: string; sessionId: string; decisionId: string }[];
    };
    const [message] = items;
    if (!message) throw new Error('the mail did not arrive');
    const { id, sessionId: session, decisionId: decision } = message;
    await provide({ decision, session, message: id, user: shop.id, username: shop.username });
  },
});

/** Each page, the request that it waits for, and what stands there then. */
export const WAITS: readonly {
  name: string;
  path(list: string, sent: Sent): string;
  asked: string;
  shown(sent: Sent): string | RegExp;
}[] = [
  {
    name: 'the users',
    path: (list) => `/lists/${list}/smtp-plus`,
    asked: '/api/lists/:list/users',
    shown: ({ username }) => username,
  },
  {
    name: 'the data for mail clients',
    path: (list) => `/lists/${list}/smtp-plus`,
    asked: '/api/lists/:list/settings',
    shown: () => 'Encryption',
  },
  {
    name: 'a user',
    path: (list, { user }) => `/lists/${list}/smtp-plus/users/${user}`,
    asked: '/api/lists/:list/users/:id',
    shown: () => 'Authorized domains',
  },
  {
    name: 'the inbox',
    path: (list) => `/lists/${list}/inbox`,
    asked: '/api/messages',
    shown: () => 'Order 4711',
  },
  {
    name: 'a message',
    path: (list, { message }) => `/lists/${list}/inbox/${message}`,
    asked: '/api/messages/:id',
    shown: () => 'Why accepted',
  },
  {
    name: 'the sessions',
    path: (list) => `/lists/${list}/sessions`,
    asked: '/api/sessions',
    shown: ({ username }) => username,
  },
  {
    name: 'a session',
    path: (list, { session }) => `/lists/${list}/sessions/${session}`,
    asked: '/api/sessions/:id',
    shown: () => 'What was said',
  },
  {
    name: 'a decision',
    path: (_, { decision }) => `/decisions/${decision}`,
    asked: '/api/decisions/:id',
    shown: () => /^Accepted/,
  },
  {
    name: 'what a rule refused',
    path: () => '/rules/from.single',
    asked: '/api/decisions',
    shown: () => REFUSED_NOTHING,
  },
];

const REFUSED_NOTHING = /refused nothing/i;
