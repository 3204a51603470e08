/** A user for trying the form out: made, verified and activated in one go, its password known to the page alone. */

import type { UserJson } from '../../../src/http/contract/users.ts';
import { api } from '../../api.ts';
import { apiUrl } from '../../request.ts';

export const DEMO_ADDRESS = 'contact@demo-shop.test';

export type DemoUser = { id: string; username: string; password: string };

/** The one that is there gets a new password, so that trying twice does not leave two. */
export const makeDemoUser = async (list: string, users: readonly UserJson[]): Promise<DemoUser> => {
  const there = users.find(isDemoUser);
  const { user, password } = there
    ? { user: there, password: (await api.users.resetPassword(list, there.id)).password }
    : (await api.users.create(list, { authorizedSenders: DEMO_ADDRESS, note: NOTE })).body;
  const sender = user.senders.find(({ value }) => value === DEMO_ADDRESS);
  if (sender?.status === 'pending') await confirm(list);
  if (!user.active) await api.users.update(list, user.id, { active: true });
  return { id: user.id, username: user.username, password };
};

const NOTE = 'Made by the page “Online form”';

const isDemoUser = ({ note, authorizedSenders }: UserJson): boolean =>
  note === NOTE && authorizedSenders === DEMO_ADDRESS;

/** What the owner would do: takes the link out of the mail, which is in the inbox, and confirms. */
const confirm = async (list: string): Promise<void> => {
  const { items } = await api.messages.list({
    list,
    to: DEMO_ADDRESS,
    from: 'verify@smtp-plus.invalid',
    wait: 10,
    limit: 1,
  });
  const mail = items[0];
  const { links } = mail ? await api.messages.links(mail.id) : { links: [] };
  const token = links.map((link) => /\/verify\/([^/?#]+)$/.exec(link)?.[1]).find(Boolean);
  if (token === undefined)
    throw new Error(`the mail that verifies “${DEMO_ADDRESS}” did not come: see the inbox, then try again`);
  const answer = await fetch(apiUrl('/verify/{token}', { token }), { method: 'POST' });
  if (!answer.ok)
    throw new Error(
      `“${DEMO_ADDRESS}” could not be verified: resend its link on the user’s page, then try again`,
    );
};
