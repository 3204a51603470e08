/** What the tests of the user form look up and do behind the page's back. */

import { expect } from '@playwright/test';

import { createApi } from '../../harness/api.ts';
import { mailedLink, openLink } from '../../harness/provision.ts';

export type User = {
  id: string;
  username: string;
  active: boolean;
  note: string;
  priority: number;
  authorizedSenders: string;
};

/** The one user of the list, as the API tells it. */
export const onlyUser = async (
  api: (method: string, path: string) => Promise<unknown>,
  list: string,
): Promise<User> => {
  const { items } = (await api('GET', `/api/lists/${list}/users`)) as { items: User[] };
  expect(items).toHaveLength(1);
  return items[0]!;
};

/** Confirms the newest mail to the sender's owner, as it would. */
export const verify = async (
  url: string,
  list: string,
  kind: 'address' | 'domain',
  value: string,
): Promise<void> => openLink(await mailedLink(createApi({ url }), list, { kind, value }), url);
