/** curl, which speaks SMTP since 7.20. */

import { run } from './program.ts';
import type { Program } from './programs.ts';

export const curl: Program = {
  probe: ['curl', '--version'],
  packages: 'curl',
  send: ({ host, port, tls, user, letter }) =>
    run(
      'curl',
      [
        ...['-sSv', `smtp://${host}:${port}`, '--user', `${user.username}:${user.password}`],
        ...[
          '--mail-from',
          letter.from,
          ...letter.to.flatMap((one) => ['--mail-rcpt', one]),
          '--upload-file',
          '-',
        ],
        ...(tls ? ['--ssl-reqd', '--insecure'] : []),
      ],
      { input: letter.content },
    ),
};
