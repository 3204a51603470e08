/** A user who may send, made the way a person would: add, open the mailed link, confirm, activate. */

import { createApi, type Api } from './api.ts';

export type Provisioned = { id: string; username: string; password: string };

export type Wanted = {
  list?: string;
  authorizedDomains?: string;
  authorizedSenders?: string;
  username?: string;
  priority?: 1 | 2 | 3 | 4 | 5;
};

/** `url` is the service's, without a final slash. Throws with the service's words where a step is refused. */
export const activeUser = async (url: string, wanted: Wanted): Promise<Provisioned> => {
  const api = createApi({ url });
  const { list = 'default', ...body } = wanted;
  const { user, password } = await api.createUser({ list }, body);
  for (const sender of user.senders)
    if (sender.status === 'pending') await openLink(await mailedLink(api, list, sender), url);
  await api.updateUser({ list, id: user.id }, { active: true });
  return { id: user.id, username: user.username, password };
};

/** The link in the newest verification mail to the sender's owner; waits up to 5 s for it. */
export const mailedLink = async (
  api: Api,
  list: string,
  { kind, value }: { kind: string; value: string },
): Promise<string> => {
  const to = kind === 'domain' ? `postmaster@${value}` : value;
  const { items } = await api.getMessages({ list, to, from: 'verify@smtp-plus.invalid', wait: 5, limit: 1 });
  const [mail] = items;
  if (!mail) throw new Error(`no verification mail to "${to}" in list "${list}"`);
  const { links } = await api.getLinks({ id: mail.id });
  const link = links.find((one) => one.includes('/verify/'));
  if (link === undefined) throw new Error(`no link in the verification mail "${mail.id}"`);
  return link;
};

/** Confirms a mailed link as its owner would. The link bears the service's own name, which `url` may reach by another. */
export const openLink = async (link: string, url: string): Promise<void> => {
  const here = new URL(new URL(link).pathname, url);
  const response = await fetch(here, {
    method: 'POST',
    headers: { connection: 'close', origin: here.origin },
  });
  if (response.ok) return;
  const said = await response.text();
  // Of a page what it is called, not all of its source.
  const words = /<title>([^<]+)/.exec(said)?.[1] ?? said;
  throw new Error(`POST ${here.href} answered ${response.status}: ${words}`);
};

/** JSON in and out; throws on any status but 2xx. */
export const call = async (url: string, method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(url + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
};
