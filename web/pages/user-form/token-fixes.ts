/** What mends an entry that does not belong in its field, to be offered beside it. */

import { parseAddress } from '../../../src/model/address.ts';
import { parseDomain } from '../../../src/model/domain.ts';
import type { SenderKind } from '../../../src/model/sender.ts';
import type { SenderToken } from '../../../src/model/sender-list.ts';

/** `stays` takes the entry's place; `moves` goes to the other field. Empty where nothing does. */
export type Fix = { words: string; stays: string; moves: string };

/** Only what leaves a legal entry is offered; to remove it is always possible, and not among these. */
export const fixesOf = ({ raw, error }: SenderToken, kind: SenderKind): Fix[] => {
  switch (error?.code) {
    case 'comma':
      return [
        replace(
          'Separate with semicolons',
          raw
            .split(/\s*[,\uff0c\u3001]\s*/)
            .filter(Boolean)
            .join(';'),
        ),
      ];
    case 'address-in-domains':
      return [...move(raw, 'address'), ...domainAlone(raw)];
    case 'domain-in-senders':
      return move(raw.replace(/^@/, ''), 'domain');
    case 'wildcard':
      return kind === 'address' ? move(raw.slice(raw.lastIndexOf('@') + 1), 'domain') : withoutStar(raw);
    case 'leading-at':
      return domainAlone(raw);
    case 'display-name':
    case 'url':
      return inside(raw, kind);
    case 'domain-trailing-dot':
      return legal(raw.replace(/\.$/, ''), kind, 'Leave out the dot');
    default:
      return [];
  }
};

/** The text of a field with one of its entries replaced; without it where `by` is empty. */
export const replaceToken = (
  text: string,
  { start, end }: Pick<SenderToken, 'start' | 'end'>,
  by: string,
): string => {
  if (by !== '') return text.slice(0, start) + by + text.slice(end);
  const after = text.slice(end);
  const before = text.slice(0, start);
  // One separator goes along: the one behind, or before the last entry the one in front.
  return /^\s*;/.test(after)
    ? before + after.replace(/^\s*;\s*/, '')
    : before.replace(/\s*;\s*$/, '') + after.trimEnd();
};

const replace = (words: string, stays: string): Fix => ({ words, stays, moves: '' });

const read = (text: string, kind: SenderKind): boolean =>
  kind === 'domain' ? parseDomain(text).ok : parseAddress(text).ok;

const move = (text: string, to: SenderKind): Fix[] =>
  read(text, to)
    ? [
        {
          words: `Move ${text} to ${to === 'domain' ? 'Authorized domains' : 'Authorized senders'}`,
          stays: '',
          moves: text,
        },
      ]
    : [];

const legal = (text: string, kind: SenderKind, words: string): Fix[] =>
  read(text, kind) ? [replace(words, text)] : [];

const domainAlone = (raw: string): Fix[] => {
  const domain = raw.slice(raw.lastIndexOf('@') + 1);
  return legal(domain, 'domain', `Take the domain ${domain}`);
};

const withoutStar = (raw: string): Fix[] => {
  const domain = raw.replace(/^\*@|^\*\./, '');
  return legal(domain, 'domain', `Take ${domain} alone`);
};

/** `Shop <a@x.test>` holds an address, `https://www.x.test/` a host. */
const inside = (raw: string, kind: SenderKind): Fix[] => {
  const found = (/<([^<>]+)>/.exec(raw)?.[1] ?? URL.parse(raw)?.hostname ?? '').trim();
  return legal(found, kind, `Take ${found} alone`);
};
