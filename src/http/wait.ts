/** Holds an answer until a message matches. */

import { meetsAddress } from '../model/address-query.ts';
import type { Message } from '../model/message.ts';
import type { MessageFilter, Page, Paged, Store } from '../store/store.ts';

/**
 * The first page that is not empty: at once, or after a message came that matches. Empty after `ms`, or when one of the
 * signals aborts. Asks the store again only when it told of a message that may match.
 */
export const waitForMessages = async (
  store: Store,
  filter: MessageFilter,
  page: Page,
  ms: number,
  signals: readonly AbortSignal[],
): Promise<Paged<Message>> => {
  const mayMatch = addressesOf(filter);
  let ended = ms === 0 || signals.some(({ aborted }) => aborted);
  let news = false;
  let wake = (): void => undefined;
  const end = (): void => {
    ended = true;
    wake();
  };
  const unsubscribe = store.subscribe((event) => {
    if (event.type !== 'message' || event.action !== 'created') return;
    if (filter.list !== undefined && event.list !== filter.list) return;
    if (!mayMatch(event.message)) return;
    news = true;
    wake();
  });
  const timer = setTimeout(end, ms);
  for (const signal of signals) signal.addEventListener('abort', end);
  try {
    for (;;) {
      news = false;
      const found = await store.messages(filter, page);
      if (found.items.length > 0 || ended) return found;
      // What came while the store was looking is not waited for.
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (news || ended) resolve();
      });
    }
  } finally {
    clearTimeout(timer);
    unsubscribe();
    for (const signal of signals) signal.removeEventListener('abort', end);
  }
};

/** Hundreds may wait at once, each for an address of its own: only those whom a message concerns ask the store. */
const addressesOf = ({ to, from }: MessageFilter): ((message: Message) => boolean) => {
  const isTo = to === undefined ? null : meetsAddress(to);
  const isFrom = from === undefined ? null : meetsAddress(from);
  return ({ rcptTo, mailFrom, headerFrom }) =>
    (isTo === null || rcptTo.some(isTo)) && (isFrom === null || [mailFrom, ...headerFrom].some(isFrom));
};
