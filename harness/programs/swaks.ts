/** swaks, the SMTP test tool. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './program.ts';
import type { Program } from './programs.ts';

export const swaks: Program = {
  probe: ['swaks', '--version'],
  // Net::SSLeay is what it speaks TLS through.
  packages: 'swaks libnet-ssleay-perl',
  async send({ host, port, tls, user, letter, folder }) {
    const file = join(folder, 'message.eml');
    await writeFile(file, Buffer.from(letter.content).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    return run('swaks', [
      ...['--server', host, '--port', String(port)],
      ...['--auth', 'PLAIN', '--auth-user', user.username, '--auth-password', user.password],
      ...['--from', letter.from, '--to', letter.to.join(','), '--data', `@${file}`],
      ...(tls ? ['--tls'] : []),
    ]);
  },
};
