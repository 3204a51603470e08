/** Routes of lists and of what a mail client has to be set to. */

import type { List } from '../../model/list.ts';
import { DEFAULT_LIST } from '../../model/list.ts';
import { ALLOWED_PORTS } from '../../model/port-range.ts';
import type { listOperations } from '../contract/lists.ts';
import { pageOf } from '../page-of.ts';
import { invalid, notFound, problem } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Page, Paged } from '../../store/store.ts';
import type { Services } from '../services.ts';
import type { Tally } from '../tally.ts';
import { iso, listJson } from '../views.ts';

export const listHandlers = (
  { store, clock, faults, jims, relay }: Services,
  tally: Tally,
): Handlers<typeof listOperations> => ({
  async getLists({ query }) {
    const page = pageOf(await store.lists(), query, ({ id }) => id);
    return { status: 200, body: { items: page.items.map(listJson), next: page.next } };
  },

  async createList({ body }) {
    const id = body.id ?? slug(body.name ?? '');
    if (id === '')
      return invalid([
        {
          field: 'name',
          message: `"${body.name}" has no letter or digit to make an id from; give an id as well`,
        },
      ]);
    const list: List = { id, name: body.name ?? id, createdAt: clock.now() };
    const created = await store.createList(list);
    if (!created.ok) return problem('list-exists', `there is a list "${id}" already; choose another id`);
    return { status: 201, body: listJson(created.value), headers: { location: `/api/lists/${id}` } };
  },

  async getList({ params }) {
    const list = await store.list(params.list);
    return list ? { status: 200, body: listJson(list) } : notFound('list', params.list);
  },

  async deleteList({ params }) {
    if (params.list === DEFAULT_LIST)
      return problem(
        'default-list',
        `the list "${DEFAULT_LIST}" stays; delete its users and messages instead`,
      );
    if (!(await store.deleteList(params.list))) return notFound('list', params.list);
    faults.set(params.list, []);
    jims.off(params.list);
    return { status: 204, body: undefined };
  },

  getSettings: () => ({
    status: 200,
    body: {
      host: relay.smtp().host,
      ports: ALLOWED_PORTS.map(({ from, to }) => ({ from, to })),
      encryption: relay.requireTls ? ['starttls'] : ['none', 'starttls'],
      authentication: ['PLAIN', 'LOGIN'],
    },
  }),

  async getCounts({ params: { list }, query }) {
    const now = clock.now();
    const since = query.since === undefined ? now - (now % DAY_MS) : Date.parse(query.since);
    const today = await tally.since(list, since);
    const senders = await whole((page) => store.senders(list, page));
    return {
      status: 200,
      body: {
        now: iso(now),
        users: (await whole((page) => store.users(list, page))).length,
        waiting: senders.filter(({ status }) => status === 'pending').length,
        messages: await store.countMessages(list),
        messagesToday: today.messages,
        refusedToday: today.refused,
      },
    };
  },
});

const DAY_MS = 86_400_000;

const whole = async <T>(read: (page: Page) => Promise<Paged<T>>): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 1000, cursor });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
};

/** An id made from a name: `Café Nord` becomes `cafe-nord`; '' where nothing is left. */
const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-|-$/g, '');
