/** msmtp, the sendmail of many servers and of mutt's users. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './program.ts';
import type { Program } from './programs.ts';

export const msmtp: Program = {
  probe: ['msmtp', '--version'],
  packages: 'msmtp',
  async send({ host, port, tls, user, letter, folder }) {
    const file = join(folder, 'msmtprc');
    const lines = [
      'account default',
      `host ${host}`,
      `port ${port}`,
      ...(tls ? ['tls on', 'tls_starttls on', 'tls_certcheck off'] : ['tls off']),
      'auth plain',
      `user ${user.username}`,
      `password ${user.password}`,
      `from ${letter.from}`,
    ];
    await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    const input = Buffer.from(
      Buffer.from(letter.content).toString('latin1').replaceAll('\r\n', '\n'),
      'latin1',
    );
    return run('msmtp', ['-C', file, '--debug', ...letter.to], { input });
  },
};
