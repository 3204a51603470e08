/** OpenSMTPD as a next hop for tests: unpacked, since its package cannot stand beside Postfix's, in a mount namespace of its own. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

import { freePorts } from '../harness/free-ports.ts';
import {
  contentOf,
  isRoot,
  listening,
  missing,
  newFolder,
  own,
  run,
  type MailServer,
} from './mail-servers.ts';

/** Where `.ci/run` unpacks it. */
const UNPACKED = process.env['SMTP_PLUS_OPENSMTPD'] ?? '/opt/opensmtpd';

/** Takes mail to `@receiver.test`. */
export const startOpensmtpd = async (context: TestContext): Promise<MailServer> => {
  if (!existsSync(join(UNPACKED, 'usr/sbin/smtpd')))
    missing(
      context,
      `OpenSMTPD in "${UNPACKED}"`,
      `libevent-2.1-7 libdb5.3 && apt-get download opensmtpd && dpkg -x opensmtpd_*.deb ${UNPACKED}`,
    );
  if (!isRoot() || spawnSync('unshare', ['-m', 'true']).status !== 0)
    context.skip('OpenSMTPD takes a mount namespace of its own, which is not allowed here');
  const [port = 0] = await freePorts(1);
  const folder = await newFolder();
  const mail = join(folder, 'mail');
  await mkdir(mail);
  await own(mail);
  await writeFile(join(folder, 'smtpd.conf'), configuration(port, mail));
  await writeFile(
    join(folder, 'passwd'),
    `${await readFile('/etc/passwd', 'utf8')}${users(':64001:64001::/:/bin/false')}`,
  );
  await writeFile(join(folder, 'group'), `${await readFile('/etc/group', 'utf8')}${users(':64001:')}`);
  run('unshare', ['-m', '--propagation', 'private', 'sh', '-ec', SCRIPT, 'sh', UNPACKED, folder]);
  await listening(port);
  return { port, stored: () => contentOf(mail) };
};

const configuration = (port: number, mail: string): string => `
table users { "@" = nobody }
listen on 127.0.0.1 port ${port} hostname opensmtpd.test
action "in" maildir "${mail}" virtual <users>
match from any for domain "receiver.test" action "in"
`;

const users = (rest: string): string =>
  `opensmtpd:x${rest}\nopensmtpq:x${rest.replaceAll('64001', '64002')}\n`;

/** Its paths and the names of its users are built in: they are put in their places where nobody else sees them. */
const SCRIPT = `
mount --bind "$2/passwd" /etc/passwd
mount --bind "$2/group" /etc/group
for place in /var/lib /var/spool /run; do mount -t tmpfs tmpfs $place; done
mkdir -p /var/lib/opensmtpd/empty
mkdir -m 711 /var/spool/smtpd
mkdir -p /usr/libexec
mount --bind "$1/usr/libexec" /usr/libexec
mount --bind "$1/usr/sbin" /usr/local/sbin
exec /usr/local/sbin/smtpd -d -f "$2/smtpd.conf" 2>/dev/null
`;
