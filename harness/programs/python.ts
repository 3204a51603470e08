/** Python's smtplib, and with it Django and most scripts. */

import { run } from './program.ts';
import type { Program } from './programs.ts';

export const python: Program = {
  probe: ['python3', '-c', 'import smtplib, ssl'],
  packages: 'python3',
  send: ({ host, port, tls, user, letter }) =>
    run(
      'python3',
      ['-c', SCRIPT, host, String(port), user.username, tls ? 'tls' : 'plain', letter.from, ...letter.to],
      { input: letter.content, env: { SMTP_PASSWORD: user.password } },
    ),
};

const SCRIPT = `
import os, smtplib, ssl, sys
host, port, user, tls, sender, *recipients = sys.argv[1:]
with smtplib.SMTP(host, int(port)) as server:
    server.set_debuglevel(1)
    if tls == 'tls':
        server.starttls(context=ssl._create_unverified_context())
    server.login(user, os.environ['SMTP_PASSWORD'])
    server.sendmail(sender, recipients, sys.stdin.buffer.read())
`;
