/** The form's own address: which of a user's it is, and what covers the one that was typed. */

import type { UserJson } from '../../../src/http/contract/users.ts';
import { addressKey, parseAddress } from '../../../src/model/address.ts';

type Senders = Pick<UserJson, 'senders'>;

/** The user's first verified address; where it has none, one of its first verified domain. */
export const ownAddress = ({ senders }: Senders): string => {
  const verified = senders.filter(({ status }) => status === 'verified');
  const address = verified.find(({ kind }) => kind === 'address');
  if (address) return address.value;
  const domain = verified.find(({ kind }) => kind === 'domain');
  return domain ? `contact@${domain.value}` : '';
};

/** What of the user's verified senders covers the address. */
export const coverOf = ({ senders }: Senders, text: string): 'address' | 'domain' | 'none' => {
  const parsed = parseAddress(text.trim());
  if (!parsed.ok) return 'none';
  const verified = (kind: string, value: string): boolean =>
    senders.some((one) => one.status === 'verified' && one.kind === kind && one.value === value);
  if (verified('address', addressKey(parsed.value))) return 'address';
  return verified('domain', parsed.value.domain.ascii) ? 'domain' : 'none';
};
