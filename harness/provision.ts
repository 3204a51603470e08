/** A user who may send, made the way a person would: add, open the mailed link, confirm, activate. */

export type Provisioned = { id: string; username: string; password: string };

export type Wanted = {
  list?: string;
  authorizedDomains?: string;
  authorizedSenders?: string;
  username?: string;
  priority?: number;
};

/** `url` is the service's, without a final slash. Throws with the service's words where a step is refused. */
export const activeUser = async (url: string, wanted: Wanted): Promise<Provisioned> => {
  const { list = 'default', ...body } = wanted;
  const { user, password } = (await call(url, 'POST', `/api/lists/${list}/users`, body)) as {
    user: {
      id: string;
      username: string;
      senders: { id: string; kind: string; value: string; status: string }[];
    };
    password: string;
  };
  for (const sender of user.senders) if (sender.status === 'pending') await verifySender(url, list, sender);
  await call(url, 'PATCH', `/api/lists/${list}/users/${user.id}`, { active: true });
  return { id: user.id, username: user.username, password };
};

/** Reads the newest verification mail to the sender's owner and confirms its link. */
export const verifySender = async (
  url: string,
  list: string,
  sender: { kind: string; value: string },
): Promise<void> => {
  const link = await verificationLink(url, list, sender);
  const response = await fetch(link, { method: 'POST', headers: { origin: new URL(link).origin } });
  if (!response.ok) throw new Error(`POST ${link} answered ${response.status}: ${await response.text()}`);
};

/** The link in the newest mail to the sender's owner; waits up to 5 s for it. */
export const verificationLink = async (
  url: string,
  list: string,
  { kind, value }: { kind: string; value: string },
): Promise<string> => {
  const to = kind === 'domain' ? `postmaster@${value}` : value;
  const found = (await call(
    url,
    'GET',
    `/api/messages?${new URLSearchParams({ list, to, from: 'verify@smtp-plus.invalid', wait: '5', limit: '1' })}`,
  )) as { items: { id: string }[] };
  const id = found.items[0]?.id;
  if (id === undefined) throw new Error(`no verification mail to "${to}" in list "${list}"`);
  const { links } = (await call(url, 'GET', `/api/messages/${id}/links`)) as { links: string[] };
  const link = links.find((one) => one.includes('/verify/'));
  if (link === undefined) throw new Error(`no link in the verification mail "${id}"`);
  return link;
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
