/** Routes of messages that were accepted. */

import type { Message } from '../../model/message.ts';
import type { Store } from '../../store/store.ts';
import { join } from '../body.ts';
import type { messageOperations } from '../contract/messages.ts';
import { download, streamOf } from '../download.ts';
import { invalid, notFound, problem } from '../problems.ts';
import { findLinks } from '../rendering/find-links.ts';
import { framed, renderHtml } from '../rendering/render-html.ts';
import { attachment, renderMessage } from '../rendering/render-message.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';
import { messageJson } from '../views.ts';
import { waitForMessages } from '../wait.ts';

export const messageHandlers = ({
  store,
  shutdown,
  release,
}: Services): Handlers<typeof messageOperations> => ({
  async getMessages({ query: { limit, cursor, wait, after, ...words }, request }) {
    const filter = { ...words, after: after === undefined ? undefined : readAfter(after) };
    const signals = [request.signal, shutdown];
    const page = await waitForMessages(store, filter, { limit, cursor }, wait * 1000, signals);
    return { status: 200, body: { items: page.items.map(messageJson), next: page.next } };
  },

  async deleteMessages({ query }) {
    await store.deleteMessages(query.list);
    return { status: 204, body: undefined };
  },

  async getMessage({ params }) {
    const read = await readWhole(store, params.id);
    if (!read) return notFound('message', params.id);
    const { headers, text, html, remote, attachments } = await renderMessage(read.bytes);
    return { status: 200, body: { ...messageJson(read.message), headers, text, html, remote, attachments } };
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
    const read = await readWhole(store, params.id);
    if (!read) return notFound('message', params.id);
    const remote = query.remote === 'true';
    const html = await renderHtml(read.bytes, remote);
    return html === null ? notFound('HTML in the message', params.id) : framed(html, remote);
  },

  async releaseMessage({ params, body }) {
    const message = await store.message(params.id);
    if (!message) return notFound('message', params.id);
    const released = await release(message, body);
    if (released.ok) return { status: 204, body: undefined };
    const { code, message: words } = released.error;
    if (code === 'no-message') return notFound('message', params.id);
    return code === 'release-failed' ? problem(code, words) : invalid([{ field: 'to', message: words }]);
  },

  async getLinks({ params }) {
    const read = await readWhole(store, params.id);
    if (!read) return notFound('message', params.id);
    return { status: 200, body: findLinks(await renderMessage(read.bytes)) };
  },

  async getAttachment({ params }) {
    const read = await readWhole(store, params.id);
    if (!read) return notFound('message', params.id);
    const found = await attachment(read.bytes, Number(params.n));
    if (!found) return notFound('attachment', params.n);
    return download(found.content, {
      type: found.contentType,
      size: found.content.length,
      filename: found.filename ?? `attachment-${params.n}`,
    });
  },
});

/** A message's id stays; an instant becomes milliseconds. */
const readAfter = (after: string): string | number => {
  if (/^\d+$/.test(after)) return Number(after);
  return after.startsWith('m_') ? after : Date.parse(after);
};

const readWhole = async (
  store: Store,
  id: string,
): Promise<{ message: Message; bytes: Uint8Array } | null> => {
  const message = await store.message(id);
  const content = message && (await store.content(id));
  if (!message || !content) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return { message, bytes: join(pieces) };
};
