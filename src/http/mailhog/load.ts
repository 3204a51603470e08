/** Messages out of the store, in the amounts in which MailHog's routes need them. */

import type { Message } from '../../model/message.ts';
import type { Store } from '../../store/store.ts';
import { goString, type GoString } from './go-strings.ts';

/** The `count` messages of a list behind the newest `from`, newest first, without their contents. */
export const messagesAt = async (
  store: Store,
  list: string,
  from: number,
  count: number,
): Promise<Message[]> => {
  const found: Message[] = [];
  let skip = from;
  let cursor: string | undefined;
  while (found.length < count) {
    const limit = Math.min(skip + count - found.length, LARGEST_PAGE);
    const page = await store.messages({ list }, { limit, cursor });
    found.push(...page.items.slice(skip));
    skip = Math.max(0, skip - page.items.length);
    if (page.next === null) break;
    cursor = page.next;
  }
  return found;
};

/** All messages of a list, newest first, without their contents. */
export async function* allMessages(store: Store, list: string): AsyncGenerator<Message> {
  let cursor: string | undefined;
  do {
    const page = await store.messages({ list }, { limit: LARGEST_PAGE, cursor });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** The message of this id if it is one of the list. */
export const messageOf = async (store: Store, list: string, id: string): Promise<Message | null> => {
  const message = await store.message(id);
  return message?.list === list ? message : null;
};

/** The stored bytes up to the first empty line, or all of them. */
export const loadHead = async (store: Store, id: string): Promise<GoString> => {
  let head = '';
  for await (const piece of (await store.content(id)) ?? []) {
    const searched = Math.max(0, head.length - 3);
    head += goString(piece);
    const end = head.indexOf('\r\n\r\n', searched);
    if (end !== -1) return head.slice(0, end + 4);
  }
  return head;
};

const LARGEST_PAGE = 1000;
