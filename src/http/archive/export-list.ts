/** Writes a list as an archive, while it is read: little of it is in memory at once, however large it is. */

import { createTarPacker } from 'modern-tar';

import type { List } from '../../model/list.ts';
import type { Message } from '../../model/message.ts';
import type { Page, Paged, Store } from '../../store/store.ts';
import { LIST, messageFile, SENDERS, USERS } from './format.ts';

/** Fails as a stream where the store does. What comes in or goes while it runs may be in it or not, but nothing by halves. */
export const exportList = (store: Store, list: List): ReadableStream<Uint8Array> => {
  const { readable, controller } = createTarPacker();
  const put: Put = async (name, size, at, pieces) => {
    const writer = controller.add({ name, size, mtime: new Date(at), mode: 0o600 }).getWriter();
    for await (const piece of pieces) await writer.write(piece);
    await writer.close();
  };
  writeAll(store, list, put).then(
    () => controller.finalize(),
    (error: unknown) => controller.error(error),
  );
  return readable;
};

type Put = (name: string, size: number, at: number, pieces: Pieces) => Promise<void>;
type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

const writeAll = async (store: Store, list: List, put: Put): Promise<void> => {
  const { id, name, createdAt } = list;
  const putText = async (file: string, at: number, text: string): Promise<void> => {
    const bytes = new TextEncoder().encode(text);
    await put(file, bytes.length, at, [bytes]);
  };
  await putText(
    LIST,
    createdAt,
    `${JSON.stringify({ format: 'smtp-plus-list', version: 1, list: { id, name } })}\n`,
  );
  let lines = '';
  for await (const { kind, value, status, requestedAt, verifiedAt } of pagesOf((page) =>
    store.senders(id, page),
  ))
    lines += line({ kind, value, status, requestedAt, verifiedAt });
  await putText(SENDERS, createdAt, lines);
  lines = '';
  for await (const { user } of pagesOf((page) => store.users(id, page))) {
    const { list: _, ...rest } = user;
    lines += line(rest);
  }
  await putText(USERS, createdAt, lines);
  for await (const message of oldestFirst(store, id)) {
    const content = await store.content(message.id);
    // Deleted meanwhile.
    if (!content) continue;
    const { list: _, sessionId: _session, decisionId: _decision, ...record } = message;
    await putText(messageFile(message.id, 'json'), message.at, line(record));
    await put(messageFile(message.id, 'eml'), message.size, message.at, content);
  }
};

const line = (record: object): string => `${JSON.stringify(record)}\n`;

/** The store lists the newest first: where its pages begin is noted first, and then they are read from the last one on. */
async function* oldestFirst(store: Store, list: string): AsyncGenerator<Message> {
  const starts: (string | undefined)[] = [];
  let cursor: string | undefined;
  do {
    starts.push(cursor);
    cursor = (await store.messages({ list }, { limit: PAGE, cursor })).next ?? undefined;
  } while (cursor !== undefined);
  // A page that has lost messages meanwhile reaches into the one behind it, which was written already.
  let before = new Set<string>();
  for (const start of starts.toReversed()) {
    const { items } = await store.messages({ list }, { limit: PAGE, cursor: start });
    for (const message of items.toReversed()) if (!before.has(message.id)) yield message;
    before = new Set(items.map(({ id }) => id));
  }
}

const PAGE = 500;

async function* pagesOf<T>(read: (page: Page) => Promise<Paged<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: PAGE, cursor });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
