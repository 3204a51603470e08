/** mutt, which speaks SMTP by itself; it writes the message anew, from a draft. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { dial } from '../dialogue.ts';
import { run } from './program.ts';
import type { Order, Program } from './programs.ts';

export const mutt: Program = {
  probe: ['mutt', '-v'],
  packages: 'mutt',
  async send(order) {
    const { tls, letter, folder } = order;
    const [file, draft] = [join(folder, 'muttrc'), join(folder, 'draft')];
    await writeFile(file, `${settings(order).join('\n')}\n`, { mode: 0o600 });
    await writeFile(draft, Buffer.from(letter.content).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    if (tls) await writeFile(join(folder, 'certificates'), await certificateOf(order));
    return run('mutt', ['-F', file, '-n', '-H', draft, '--', ...letter.to], {
      env: { HOME: folder, LC_ALL: 'C.UTF-8' },
    });
  },
};

const settings = ({ host, port, tls, user, letter, folder }: Order): string[] => [
  `set smtp_url=${quoted(`smtp://${encodeURIComponent(user.username)}@${host}:${port}`)}`,
  `set smtp_pass=${quoted(user.password)}`,
  'set smtp_authenticators="plain:login"',
  `set ssl_starttls=${tls ? 'yes' : 'no'} ssl_force_tls=${tls ? 'yes' : 'no'}`,
  `set certificate_file=${quoted(join(folder, 'certificates'))} ssl_verify_host=no`,
  `set use_envelope_from=yes envelope_from_address=${quoted(letter.from)}`,
  'set copy=no record="" abort_noattach=no send_charset="us-ascii:utf-8"',
];

const quoted = (text: string): string => `"${text.replace(/["\\$`]/g, '\\$&')}"`;

/** In PEM: mutt cannot ask here whether to take it, and takes what it has in its file. */
const certificateOf = async ({ host, port }: Order): Promise<string> => {
  const dialogue = await dial({ host, port });
  await dialogue.ehlo();
  const { raw } = await dialogue.startTls();
  dialogue.destroy();
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};
