/** s-nail, the `mail` command of many systems, sending through its own SMTP client. It writes the message itself. */

import { run } from './program.ts';
import type { Program } from './programs.ts';

export const snail: Program = {
  probe: ['s-nail', '--version'],
  packages: 's-nail',
  send({ host, port, tls, user, letter }) {
    const text = Buffer.from(letter.content).toString('utf8');
    const [head = '', ...body] = text.split('\r\n\r\n');
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
    const login = `${encodeURIComponent(user.username)}:${encodeURIComponent(user.password)}`;
    const settings = [
      'v15-compat=yes',
      `mta=smtp://${login}@${host}:${port}`,
      'smtp-auth=plain',
      `from=${field('From')}`,
      `smtp-hostname=client.test`,
      'sendwait=yes',
      ...(tls ? ['smtp-use-starttls=yes', 'tls-verify=ignore'] : []),
    ];
    const args = [
      '-:/',
      '-v',
      '-v',
      ...settings.flatMap((one) => ['-S', one]),
      '-r',
      letter.from,
      '-s',
      field('Subject'),
    ];
    return run('s-nail', [...args, ...letter.to], {
      input: body.join('\r\n\r\n'),
      env: { MAILRC: '/dev/null', LC_ALL: 'C.UTF-8' },
    });
  },
};
