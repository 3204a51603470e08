/** Real mail servers as next hops for tests, each in a folder of its own. One that is missing is a named skip; in CI a failure. */

import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { onTestFinished, type TestContext } from 'vitest';

import { freePorts } from '../harness/free-ports.ts';

export type MailServer = {
  port: number;
  /** What it stored, a message each, with what it put before it; lines as it writes them. */
  stored(): Promise<string[]>;
};

/** `options` are smtp-sink's own, such as `-q .`; see smtp-sink(1). */
export const startSink = async (context: TestContext, options: string[]): Promise<MailServer> => {
  const sink = find(context, 'smtp-sink', 'postfix', ['/usr/sbin/smtp-sink', '/usr/bin/smtp-sink']);
  const [port = 0] = await freePorts(1);
  const folder = await newFolder();
  await own(folder);
  const user = isRoot() ? ['-u', 'nobody'] : [];
  run(sink, [...user, ...options, '-d', `${folder}/message.`, `127.0.0.1:${port}`, '100']);
  await listening(port);
  return { port, stored: () => contentOf(folder) };
};

/** Takes mail to `@receiver.test`, puts `slow@receiver.test` off, and refuses the rest; up to 5,000,000 bytes, with STARTTLS. */
export const startPostfix = async (context: TestContext): Promise<MailServer> => {
  const postfix = find(context, 'postfix', 'postfix', ['/usr/sbin/postfix']);
  if (!isRoot()) context.skip('postfix starts as root only');
  const [port = 0] = await freePorts(1);
  const folder = await newFolder();
  const [etc, mail] = [join(folder, 'etc'), join(folder, 'mail')];
  for (const name of ['etc', 'mail', 'spool', 'data', 'log']) await mkdir(join(folder, name));
  await own(mail);
  await chown(join(folder, 'data'), ...idsOf('postfix'));
  const made = await generate([{ name: 'commonName', value: 'postfix.test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  await writeFile(join(etc, 'cert.pem'), made.cert);
  await writeFile(join(etc, 'key.pem'), made.private, { mode: 0o600 });
  await writeFile(join(etc, 'main.cf'), mainCf(folder));
  await writeFile(join(etc, 'master.cf'), masterCf(port));
  const started = spawnSync(postfix, ['-c', etc, 'start'], { encoding: 'utf8' });
  onTestFinished(() => void spawnSync(postfix, ['-c', etc, 'abort']));
  if (started.status !== 0) throw new Error(`postfix does not start: ${started.stderr}`);
  await listening(port);
  return { port, stored: () => contentOf(mail) };
};

/** Stores each message in a file as it came, dots undone. */
export const startAiosmtpd = async (context: TestContext): Promise<MailServer> => {
  const python = find(context, 'python3', 'python3', ['/usr/bin/python3']);
  if (spawnSync(python, ['-c', 'import aiosmtpd']).status !== 0)
    missing(context, 'aiosmtpd', 'python3-aiosmtpd');
  const [port = 0] = await freePorts(1);
  const folder = await newFolder();
  run(python, ['-c', AIOSMTPD, String(port), folder]);
  await listening(port);
  return { port, stored: () => contentOf(folder) };
};

const AIOSMTPD = `
import asyncio, sys
from aiosmtpd.smtp import SMTP
port, folder, count = int(sys.argv[1]), sys.argv[2], 0
class Handler:
    async def handle_DATA(self, server, session, envelope):
        global count
        count += 1
        with open(f"{folder}/{count}", "wb") as file:
            file.write(envelope.original_content)
        return "250 2.0.0 stored"
async def main():
    make = lambda: SMTP(Handler(), enable_SMTPUTF8=True, data_size_limit=None)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", port)
    await server.serve_forever()
asyncio.run(main())
`;

const mainCf = (folder: string): string => {
  const [uid, gid] = idsOf('nobody');
  return `
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
virtual_mailbox_domains = receiver.test
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${gid}
virtual_minimum_uid = 1
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{{slow@receiver.test = 450 4.2.0 later}}
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${folder}/etc/cert.pem
smtpd_tls_key_file = ${folder}/etc/key.pem
message_size_limit = 5000000
mailbox_size_limit = 0
`;
};

const masterCf = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

const find = (context: TestContext, name: string, packages: string, places: string[]): string =>
  places.find((place) => existsSync(place)) ?? missing(context, name, packages);

export const missing = (context: TestContext, name: string, packages: string): never => {
  const words = `${name} is not installed: apt-get install ${packages}`;
  if (process.env['CI']) throw new Error(words);
  return context.skip(words);
};

export const isRoot = (): boolean => process.getuid?.() === 0;

const idsOf = (user: string): [uid: number, gid: number] => {
  const id = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return [id('-u'), id('-g')];
};

/** For a server that gives up its rights. */
export const own = async (folder: string): Promise<void> => {
  if (isRoot()) await chown(folder, ...idsOf('nobody'));
};

export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-server-'));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Ends with the test. */
export const run = (command: string, args: string[]): ChildProcess => {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
};

export const listening = async (port: number): Promise<void> => {
  for (;;) {
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => answer(true));
      socket.once('error', () => answer(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await pause(20);
  }
};

/** The files below the folder, whatever folders a server makes in it. */
export const contentOf = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/tmp'));
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
};
