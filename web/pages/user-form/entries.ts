/** What the text of a sender field names, entry by entry, each with its state. */

import type { SenderJson } from '../../../src/http/contract/senders.ts';
import type { SenderKind } from '../../../src/model/sender.ts';
import { parseTokens, type SenderToken } from '../../../src/model/sender-list.ts';

export type EntryState = 'error' | 'unfinished' | 'duplicate' | 'verified' | 'pending' | 'expired' | 'new';

export type Entry = {
  token: SenderToken;
  state: EntryState;
  /** What the list knows of it; null for what is new to the list, and for errors. */
  sender: SenderJson | null;
};

/**
 * `known` are senders of the list, `now` is in ms. While somebody `types`, the last entry is `unfinished` as long as it
 * is wrong: it may yet become right; but a comma will not, and is told at once.
 */
export const entriesOf = (
  text: string,
  kind: SenderKind,
  known: readonly SenderJson[],
  { now, types }: { now: number; types: boolean },
): Entry[] => {
  const seen = new Set<string>();
  const typedEnd = types ? text.trimEnd().length : -1;
  return parseTokens(text, kind).map((token) => {
    const { value, error, end } = token;
    if (value === undefined) {
      const unfinished = end === typedEnd && error?.code !== 'comma';
      return { token, state: unfinished ? 'unfinished' : 'error', sender: null };
    }
    if (seen.has(value.value)) return { token, state: 'duplicate', sender: null };
    seen.add(value.value);
    const sender = known.find((one) => one.kind === kind && one.value === value.value) ?? null;
    return { token, state: stateOf(sender, now), sender };
  });
};

/** Whose yes is asked for: an address itself, of a domain its postmaster. */
export const ownerOf = ({ kind, value }: Pick<SenderJson, 'kind' | 'value'>): string =>
  kind === 'domain' ? `postmaster@${value}` : value;

/** The same as people write it. */
export const shownOwner = ({ kind, display }: Pick<SenderJson, 'kind' | 'display'>): string =>
  ownerOf({ kind, value: display });

const stateOf = (sender: SenderJson | null, now: number): EntryState => {
  if (sender === null) return 'new';
  if (sender.status === 'verified') return 'verified';
  return sender.expiresAt !== null && Date.parse(sender.expiresAt) <= now ? 'expired' : 'pending';
};
