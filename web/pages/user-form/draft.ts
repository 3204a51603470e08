/** What stands in the form, apart from what is stored: which fields were changed here, and which elsewhere meanwhile. */

import type { UserChange, UserJson } from '../../../src/http/contract/users.ts';
import { NORMAL, PRIORITY_WORDS, type Priority } from '../../../src/model/priority.ts';
import { parseAddress } from '../../../src/model/address.ts';
import { parseTokens } from '../../../src/model/sender-list.ts';

export type Draft = {
  username: string;
  priority: Priority;
  note: string;
  authorizedDomains: string;
  authorizedSenders: string;
};

export type DraftField = keyof Draft;

export const FIELDS = {
  username: 'User name',
  priority: 'Priority',
  note: 'Note',
  authorizedDomains: 'Authorized domains',
  authorizedSenders: 'Authorized senders',
} as const satisfies Record<DraftField, string>;

const NAMES = Object.keys(FIELDS) as DraftField[];

export const EMPTY: Draft = {
  username: '',
  priority: NORMAL,
  note: '',
  authorizedDomains: '',
  authorizedSenders: '',
};

export const toDraft = ({
  username,
  priority,
  note,
  authorizedDomains,
  authorizedSenders,
}: UserJson): Draft => ({
  username,
  priority,
  note,
  authorizedDomains,
  authorizedSenders,
});

/** The fields of `draft` that differ from `base`. */
export const changeOf = (base: Draft, draft: Draft): Pick<UserChange, DraftField> =>
  Object.fromEntries(NAMES.filter((name) => base[name] !== draft[name]).map((name) => [name, draft[name]]));

export const isChanged = (base: Draft, draft: Draft): boolean =>
  NAMES.some((name) => base[name] !== draft[name]);

/** `mine` began from `base`, which has become `theirs`: what was not changed here follows, what was stays. */
export const rebase = (base: Draft, mine: Draft, theirs: Draft): Draft => ({
  ...theirs,
  ...(changeOf(base, mine) as Partial<Draft>),
});

export type Difference = { field: string; before: string; after: string };

/** For people: which fields became something else, `active` among them. */
export const differences = (before: UserJson, after: UserJson): Difference[] => [
  ...NAMES.filter((name) => before[name] !== after[name]).map((name) => ({
    field: FIELDS[name],
    before: shown(name, before),
    after: shown(name, after),
  })),
  ...(before.active === after.active
    ? []
    : [{ field: 'Active user', before: onOff(before.active), after: onOff(after.active) }]),
];

/** Adds an address, or a domain, to the field where it belongs; the same draft where it is there already. */
export const withSender = (draft: Draft, text: string): Draft => {
  const kind = parseAddress(text).ok || text.includes('@') ? 'address' : 'domain';
  const field = kind === 'address' ? 'authorizedSenders' : 'authorizedDomains';
  const [wanted] = parseTokens(text, kind);
  const there = parseTokens(draft[field], kind);
  if (
    !wanted ||
    there.some(({ value, raw }) => raw === wanted.raw || (value && value.value === wanted.value?.value))
  )
    return draft;
  return { ...draft, [field]: joined(draft[field], text.trim()) };
};

/** Two pieces of a field, with one semicolon between. */
export const joined = (text: string, more: string): string => {
  const before = text.trim().replace(/;$/, '');
  return before === '' ? more : `${before};${more}`;
};

const onOff = (active: boolean): string => (active ? 'on' : 'off');

const shown = (name: DraftField, user: UserJson): string =>
  name === 'priority' ? PRIORITY_WORDS[user.priority] : user[name] === '' ? 'nothing' : `“${user[name]}”`;
