/** MailHog's `/api/v1`: messages one by one, their parts, release, events. */

import type { Hono } from 'hono';
import { streamOf } from '../download.ts';
import { events } from './events.ts';
import { array } from './listing.ts';
import { messageOf, messagesAt } from './load.ts';
import { parseRelease } from './release.ts';
import { bodyText, TEXT_JSON, tooLarge, type Scope } from './scope.ts';

export const addV1 = (routes: Hono, scope: Scope): void => {
  const { services, listOf, show } = scope;
  const { store } = services;

  routes.get('/v1/messages', async (c) =>
    c.body(
      array(await messagesAt(store, listOf(c), 0, LIMIT), (message) => show('mailhog', message)),
      200,
      TEXT_JSON,
    ),
  );

  routes.delete('/v1/messages', async (c) => {
    await store.deleteMessages(listOf(c));
    return c.body(null, 200, TEXT_JSON);
  });

  routes.get('/v1/messages/:id', async (c) => {
    const message = await messageOf(store, listOf(c), c.req.param('id'));
    return c.body(message ? await show('mailhog', message) : 'null', 200, TEXT_JSON);
  });

  routes.delete('/v1/messages/:id', async (c) => {
    const message = await messageOf(store, listOf(c), c.req.param('id'));
    const deleted = message && (await store.deleteMessage(message.id));
    return c.body(null, deleted ? 200 : 500, TEXT_JSON);
  });

  routes.get('/v1/events', (c) =>
    c.body(events(services, listOf(c), show), 200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache',
    }),
  );

  addDownloads(routes, scope);
  addRelease(routes, scope);
};

/** MailHog lists no more here, whatever is asked for. */
const LIMIT = 1000;

const addDownloads = (routes: Hono, { services: { store }, listOf, show }: Scope): void => {
  // The stored bytes; MailHog puts the headers into any order.
  routes.get('/v1/messages/:id/download', async (c) => {
    const message = await messageOf(store, listOf(c), c.req.param('id'));
    const content = message && (await store.content(message.id));
    if (!content) return c.body(null, 404);
    return c.body(streamOf(content), 200, {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${message.id}.eml"`,
      'Content-Length': String(message.size),
      'X-Content-Type-Options': 'nosniff',
    });
  });

  routes.get('/v1/messages/:id/mime/part/:part/download', async (c) => {
    const { id, part: n } = c.req.param();
    const message = await messageOf(store, listOf(c), id);
    const part = message && (await show('mailhogPart', message, /^\d+$/.test(n) ? Number(n) : -1));
    return part ? c.body(part.body, 200, part.headers) : c.body(null, 404);
  });
};

const addRelease = (routes: Hono, { services: { store, release, log }, listOf }: Scope): void => {
  routes.post('/v1/messages/:id/release', async (c) => {
    const message = await messageOf(store, listOf(c), c.req.param('id'));
    if (!message) return c.body(null, 404);
    const body = await bodyText(c);
    if (body === null) return tooLarge(c);
    const asked = parseRelease(body);
    if (!asked.ok) return c.body(asked.error.text, asked.error.status, TEXT_JSON);
    const released = await release(message, asked.value);
    // MailHog's clients are told no reason; who runs the service is.
    if (!released.ok) log(released.error.message);
    return c.body(null, released.ok ? 200 : 500, TEXT_JSON);
  });
};
