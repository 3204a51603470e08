/** Routes of messages that were accepted. */

import type { Message } from '../../model/message.ts';
import type { messageOperations } from '../contract/messages.ts';
import { download, streamOf } from '../download.ts';
import { invalid, notFound, problem } from '../problems.ts';
import { readContent } from '../read-content.ts';
import { framed } from '../rendering/render-html.ts';
import type { Handlers } from '../serve.ts';
import type { NextHopView, Services } from '../services.ts';
import { deliveryJson, messageJson } from '../views.ts';
import { waitForMessages } from '../wait.ts';

export const messageHandlers = ({
  store,
  shutdown,
  release,
  display,
  nextHop = null,
}: Services): Handlers<typeof messageOperations> => ({
  async getMessages({ query: { limit, cursor, wait, after, ...words }, request }) {
    const filter = { ...words, after: after === undefined ? undefined : readAfter(after) };
    const signals = [request.signal, shutdown];
    const page = await waitForMessages(store, filter, { limit, cursor }, wait * 1000, signals);
    return { status: 200, body: { items: await withStates(store, nextHop, page.items), next: page.next } };
  },

  async deleteMessages({ query }) {
    await store.deleteMessages(query.list);
    return { status: 204, body: undefined };
  },

  async getMessage({ params }) {
    const message = await store.message(params.id);
    if (!message) return notFound('message', params.id);
    const rendered = await display('rendered', () => readContent(store, message.id));
    const { headers, text, html, remote, attachments } = rendered;
    const [delivery] = nextHop ? await store.deliveriesOf([message.id]) : [];
    return {
      status: 200,
      body: {
        ...messageJson(message, delivery),
        ...(delivery && { delivery: deliveryJson(delivery) }),
        headers,
        text,
        html,
        remote,
        attachments,
      },
    };
  },

  async deleteMessage({ params }) {
    return (await store.deleteMessage(params.id))
      ? { status: 204, body: undefined }
      : notFound('message', params.id);
  },

  async getRawMessage({ params }) {
    const message = await store.message(params.id);
    const content = message && (await store.content(params.id));
    if (!message || !content) return notFound('message', params.id);
    return download(streamOf(content), {
      type: 'message/rfc822',
      size: message.size,
      filename: `${message.id}.eml`,
    });
  },

  async getMessageHtml({ params, query }) {
    if (!(await store.message(params.id))) return notFound('message', params.id);
    const remote = query.remote === 'true';
    const html = await display('html', () => readContent(store, params.id), remote);
    return html === null ? notFound('HTML in the message', params.id) : framed(html, remote);
  },

  async releaseMessage({ params, body }) {
    const message = await store.message(params.id);
    if (!message) return notFound('message', params.id);
    const { login, ...target } = body;
    const released = await release(message, {
      ...target,
      auth: login && { ...login, mechanism: 'PLAIN' },
    });
    if (released.ok) return { status: 204, body: undefined };
    const { code, message: words } = released.error;
    if (code === 'no-message') return notFound('message', params.id);
    return code === 'release-failed' ? problem(code, words) : invalid([{ field: 'to', message: words }]);
  },

  async getLinks({ params }) {
    if (!(await store.message(params.id))) return notFound('message', params.id);
    return { status: 200, body: await display('links', () => readContent(store, params.id)) };
  },

  async getAttachment({ params }) {
    if (!(await store.message(params.id))) return notFound('message', params.id);
    const found = await display('attachment', () => readContent(store, params.id), Number(params.n));
    if (!found) return notFound('attachment', params.n);
    return download(found.content, {
      type: found.contentType,
      size: found.content.length,
      filename: found.filename ?? `attachment-${params.n}`,
    });
  },
});

/** Each with the state of its delivery; without a next hop nothing is asked. */
const withStates = async (
  store: Services['store'],
  nextHop: NextHopView | null,
  messages: readonly Message[],
) => {
  const found = nextHop ? await store.deliveriesOf(messages.map(({ id }) => id)) : [];
  const byId = new Map(found.map((delivery) => [delivery.id, delivery]));
  return messages.map((message) => messageJson(message, byId.get(message.id)));
};

/** A message's id stays; an instant becomes milliseconds. */
const readAfter = (after: string): string | number => {
  if (/^\d+$/.test(after)) return Number(after);
  return after.startsWith('m_') ? after : Date.parse(after);
};
