/** Finds what a pasted line is about: an SMTP reply, a line of a log, or an id alone. */

import { paths } from './paths.ts';

export type Found = { kind: 'decision' | 'session' | 'message'; id: string; rule: string | null };

/**
 * The first id in the text that names a decision, else a session, else a message; null where there is none. A reply of
 * ours ends with `[rule-id decision-id]`; a mail client may have broken the line anywhere between words.
 */
export const findRecord = (text: string): Found | null => {
  for (const [kind, letter] of KINDS) {
    const found = new RegExp(`(?:\\[\\s*([a-z][a-z.-]+)\\s+)?\\b(${letter}_${ID})(?![0-9a-z])`, 'i').exec(
      text,
    );
    if (found) return { kind, id: found[2]!.toLowerCase(), rule: found[1]?.toLowerCase() ?? null };
  }
  return null;
};

/** The page of what was found; of a message only with the list that it is in. */
export const pathOf = ({ kind, id }: Found, list: string): string => {
  if (kind === 'decision') return paths.decision(id);
  return kind === 'session' ? paths.sessions(list, id) : paths.inbox(list, id);
};

const KINDS = [
  ['decision', 'd'],
  ['session', 'c'],
  ['message', 'm'],
] as const;

/** As `createIds` of the model makes them. */
const ID = '[0-9a-hjkmnp-tv-z]{20}';
