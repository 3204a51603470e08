/** What a user's state is in words, and what it waits for. */

import type { UserJson } from '../../src/http/contract/users.ts';

type Told = Pick<UserJson, 'active' | 'senders'>;

export type UserState = 'active' | 'inactive' | 'pending';

/** `pending`: no sender is verified, but one is asked; until then it cannot be active. */
export const userState = ({ active, senders }: Told): UserState => {
  if (active) return 'active';
  return senders.length > 0 && !isReady({ senders }) ? 'pending' : 'inactive';
};

/** Whether it may be set to active. */
export const isReady = ({ senders }: { senders: readonly { status: string }[] }): boolean =>
  senders.some(({ status }) => status === 'verified');

/** `a`, `a and b`, `a, b and 3 more`. */
export const named = (values: readonly string[], most = 3): string => {
  const shown = values.slice(0, most);
  const more = values.length - shown.length;
  return new Intl.ListFormat('en-GB').format([...shown, ...(more > 0 ? [`${more} more`] : [])]);
};
