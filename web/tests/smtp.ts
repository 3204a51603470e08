/** What a mail client says to the service in the tests of the pages. */

import { dial, type Received } from '../../harness/dialogue.ts';
import type { Provisioned } from '../../harness/provision.ts';

export type Mail = { from?: string; header?: string; to?: string | string[]; tls?: boolean; helo?: string };

/** One session with one mail, from the greeting to QUIT; answers the reply that came last before QUIT. */
export const sendMail = async (
  port: number,
  user: Pick<Provisioned, 'username' | 'password'> | null,
  mail: Mail = {},
): Promise<Received> => {
  const { from = 'a@acme.test', header = `From: ${from}\r\nSubject: Order 4711`, to = 'b@c.test' } = mail;
  const client = await dial({ port });
  await client.ehlo(mail.helo);
  if (mail.tls) {
    await client.startTls();
    await client.ehlo(mail.helo);
  }
  const login = user === null ? null : await client.authPlain(user.username, user.password);
  const reply =
    login !== null && login.code !== 235
      ? login
      : await client.send({ from, to, message: `${header}\r\n\r\nhi\r\n` });
  await client.quit();
  return reply;
};

/** As a mail client shows it, in one line. */
export const errorLine = ({ lines }: Received): string => lines.join(' ');
