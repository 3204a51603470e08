/** MailHog's `/api/v2`: listing, search, Jim. */

import type { Hono } from 'hono';
import type { Message } from '../../model/message.ts';
import { goJson } from './go-json.ts';
import { parseJim } from './jim.ts';
import { envelope } from './listing.ts';
import { messagesAt } from './load.ts';
import { bodyText, JSON_TYPE, TEXT_JSON, tooLarge, type Scope } from './scope.ts';
import { isSearchKind, search } from './search.ts';
import { shown, windowOf } from './window.ts';

export const addV2 = (routes: Hono, scope: Scope): void => {
  const { services, listOf, show } = scope;
  const load = (message: Message) => show('mailhog', message);

  routes.get('/v2/messages', async (c) => {
    const window = windowOf((name) => c.req.query(name));
    const total = await services.store.countMessages(listOf(c));
    const { from, count } = shown(total, window);
    const messages = await messagesAt(services.store, listOf(c), from, count);
    return c.body(envelope(total, window.start, messages, load), 200, TEXT_JSON);
  });

  routes.get('/v2/search', async (c) => {
    const { kind, query } = c.req.query();
    if (!isSearchKind(kind) || !query) return c.body(null, 400);
    const window = windowOf((name) => c.req.query(name));
    const found = await search({ store: services.store, list: listOf(c), show }, { kind, query }, window);
    return c.body(envelope(found.total, window.start, found.messages, load), 200, JSON_TYPE);
  });

  // Servers for releases are not kept here, so that none is ever listed.
  routes.get('/v2/outgoing-smtp', (c) => c.body('{}', 200, JSON_TYPE));

  // What MailHog says to a request that is no handshake; the WebSocket itself is not served.
  routes.get('/v2/websocket', (c) => c.text('Bad Request\n', 400));

  addJim(routes, scope);
};

const addJim = (routes: Hono, { services: { jims }, listOf }: Scope): void => {
  routes.get('/v2/jim', (c) => {
    const settings = jims.get(listOf(c));
    return settings ? c.body(goJson(settings), 200, JSON_TYPE) : c.body(null, 404);
  });

  // A body that cannot be read is as none: Jim comes with what he was last set to.
  routes.post('/v2/jim', async (c) => {
    const body = await bodyText(c);
    if (body === null) return tooLarge(c);
    const settings = parseJim(body);
    if (jims.get(listOf(c))) return c.body(null, 400);
    jims.on(listOf(c), settings ?? jims.last(listOf(c)));
    return c.body(null, 201);
  });

  routes.put('/v2/jim', async (c) => {
    const body = await bodyText(c);
    if (body === null) return tooLarge(c);
    const settings = parseJim(body);
    if (!jims.get(listOf(c))) return c.body(null, 404);
    if (!settings) return c.body(null, 400);
    jims.on(listOf(c), settings);
    return c.body(null, 200);
  });

  routes.delete('/v2/jim', (c) => {
    if (!jims.get(listOf(c))) return c.body(null, 404);
    jims.off(listOf(c));
    return c.body(null, 200);
  });
};
