/** What mends a refusal, by what is set now: places to go, senders to ask, or that it is mended already. */

import type { DecisionJson } from '../../src/http/contract/decisions.ts';
import type { SenderJson } from '../../src/http/contract/senders.ts';
import type { UserJson } from '../../src/http/contract/users.ts';
import { parseAddress } from '../../src/model/address.ts';
import type { Sender } from '../../src/model/sender.ts';
import { coveredBy, matchSenders, verifiedBy } from '../../src/policy/match.ts';
import { paths } from '../paths.ts';

export type Mend =
  | { kind: 'link'; words: string; href: string }
  /** The sender waits for its owner: ask again. */
  | { kind: 'ask'; sender: SenderJson }
  /** Nothing is left to be done about this address. */
  | { kind: 'done'; words: string };

/** `user` is the one of the decision as it is now; null where it is gone, or never was. */
export const mendsOf = (
  {
    rule,
    username,
    mailFrom,
    headerFrom,
  }: Pick<DecisionJson, 'rule' | 'username' | 'mailFrom' | 'headerFrom'>,
  user: UserJson | null,
  list: string,
): Mend[] => {
  if (rule === null) return [];
  if (FROM_LOGIN.has(rule)) return [settings(list)];
  if (!NEEDS_USER.has(rule)) return [];
  if (user === null) return [gone(username, list)];
  switch (rule) {
    case 'auth.credentials':
    case 'auth.throttled':
      return [open(list, user, `Open “${user.username}” to reset its password`)];
    case 'user.active':
      return activation(list, user);
    case 'sender.authorized':
    case 'sender.verified':
      return mailFrom === null ? [] : grantFor(mailFrom, list, user);
    case 'from.authorized':
    case 'from.verified':
      return headerFrom.flatMap((address) => grantFor(address, list, user));
    default:
      return [open(list, user, `See the senders of “${user.username}”`)];
  }
};

/** The user's form with the address filled in among its senders. */
export const addingPath = (list: string, userId: string, address: string): string =>
  `${paths.user(list, userId)}?${new URLSearchParams({ add: address }).toString()}`;

const FROM_LOGIN: ReadonlySet<string> = new Set(['auth.required', 'auth.tls-required', 'auth.mechanism']);

const NEEDS_USER: ReadonlySet<string> = new Set([
  'auth.credentials',
  'auth.throttled',
  'user.active',
  'sender.authorized',
  'sender.verified',
  'from.authorized',
  'from.verified',
  'from.form-supplied',
  'other-senders.authorized',
]);

const settings = (list: string): Mend => ({
  kind: 'link',
  words: 'See what a mail client must be set to',
  href: paths.smtpPlus(list),
});

const gone = (username: string | null, list: string): Mend => ({
  kind: 'link',
  words:
    username === null
      ? 'See the users of the list'
      : `There is no user “${username}” in the list: see its users`,
  href: paths.smtpPlus(list),
});

const open = (list: string, user: UserJson, words: string): Mend => ({
  kind: 'link',
  words,
  href: paths.user(list, user.id),
});

const activation = (list: string, user: UserJson): Mend[] => {
  if (user.active) return [{ kind: 'done', words: `“${user.username}” is active by now.` }];
  if (user.senders.some(({ status }) => status === 'verified'))
    return [open(list, user, `Open “${user.username}” to set it active`)];
  if (user.senders.length === 0) return [open(list, user, `Open “${user.username}” to add a sender`)];
  return user.senders.map((sender) => ({ kind: 'ask', sender }));
};

const grantFor = (text: string, list: string, user: UserJson): Mend[] => {
  const address = parseAddress(text, { smtpUtf8: true });
  if (!address.ok) return [];
  const match = matchSenders(address.value, user.senders.map(asSender));
  if (verifiedBy(match)) return [{ kind: 'done', words: `“${text}” is authorized and verified by now.` }];
  const covering = coveredBy(match);
  const sender = user.senders.find(({ id }) => id === covering?.id);
  if (sender) return [{ kind: 'ask', sender }];
  return [
    {
      kind: 'link',
      words: `Add “${text}” to “${user.username}”`,
      href: addingPath(list, user.id, text),
    },
  ];
};

/** The instants play no part in what covers what. */
const asSender = ({ id, kind, value, status }: SenderJson): Sender => ({
  id,
  kind,
  value,
  status,
  list: '',
  requestedAt: 0,
  verifiedAt: null,
  expiresAt: null,
});
