/** s-nail, the `mail` command of many systems. It writes the message itself, and its MAIL FROM is what From says. */

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
      'sendwait=yes',
      'DEAD=/dev/null',
      ...(tls ? ['smtp-use-starttls=yes', 'tls-verify=ignore'] : []),
    ];
    const args = ['-:/', '-v', '-v', ...settings.flatMap((one) => ['-S', one]), '-s', field('Subject')];
    return run('s-nail', [...args, ...letter.to], {
      input: body.join('\r\n\r\n'),
      env: { MAILRC: '/dev/null', LC_ALL: 'C.UTF-8' },
    });
  },
};
