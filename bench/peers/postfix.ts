/** Postfix: login by SASL, the sender held against a map of logins, its durable queue, and a next hop that discards. */

import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

import { anyPort, FROM, type Contender } from '../contenders.ts';
import { startDovecotLogin } from './dovecot-login.ts';
import { listening } from './listening.ts';
import { findProgram } from './programs.ts';

export const startPostfix = async (): Promise<Contender> => {
  const postfix = findProgram('postfix', 'postfix');
  if (process.getuid?.() !== 0) throw new Error('it starts as root only');
  const port = await anyPort();
  const user = { username: 'bench', password: 'secret' };
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-postfix-'));
  const [etc, spool] = [join(folder, 'etc'), join(folder, 'spool')];
  await chmod(folder, 0o755);
  for (const name of ['etc', 'spool', 'data', 'log']) await mkdir(join(folder, name));
  const postfixId = Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' }));
  await chown(join(folder, 'data'), postfixId, -1);
  await writeFile(join(etc, 'main.cf'), mainCf(folder, user.username));
  await writeFile(join(etc, 'master.cf'), masterCf(port));
  const login = await startDovecotLogin(join(folder, 'login'), user);
  const stop = async (): Promise<void> => {
    spawnSync(postfix, ['-c', etc, 'stop']);
    await login.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const started = spawnSync(postfix, ['-c', etc, 'start'], { encoding: 'utf8' });
    if (started.status !== 0) throw new Error(`it does not start: ${started.stderr.trim()}`);
    await listening(port);
    const version = execFileSync(findProgram('postconf', 'postfix'), ['-c', etc, '-dh', 'mail_version'], {
      encoding: 'utf8',
    }).trim();
    return {
      name: `Postfix ${version}`,
      pids: [Number(await readFile(join(spool, 'pid/master.pid'), 'utf8'))],
      load: { port, ...user },
      maxConnections: PROCESSES,
      settle: () => emptied(spool),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Resolves once all that it took in has gone on; rejects where that takes more than a minute. */
const emptied = async (spool: string): Promise<void> => {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    const queues = await Promise.all(['incoming', 'active'].map((queue) => readdir(join(spool, queue))));
    if (queues.every((files) => files.length === 0)) return;
    await after(50);
  }
  throw new Error('its queue does not empty');
};

/** Its own default: one process a connection. */
const PROCESSES = 100;

/** What would hold up one client that sends much is off: the limits by client, and the pause where more comes in than goes out. */
const mainCf = (folder: string, username: string): string => `
compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
maillog_file = ${folder}/log/mail.log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = postfix.test
mydestination =
mynetworks =
alias_maps =
default_process_limit = ${PROCESSES}
smtpd_peername_lookup = no
smtpd_client_event_limit_exceptions = static:all
in_flow_delay = 0
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${folder}/login
smtpd_sender_login_maps = inline:{ { ${FROM} = ${username} } }
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_relay_restrictions = permit_sasl_authenticated, reject
default_transport = discard:
relay_transport = discard:
message_size_limit = 30000000
mailbox_size_limit = 0
`;

const masterCf = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
