/** Postfix as a client of a smarthost: an instance of its own, which sends one message and is stopped again. It needs root. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

import { run } from './program.ts';
import type { Order, Program } from './programs.ts';

export const postfix: Program = {
  // Debian has the login's mechanisms in a package of their own.
  probe: ['sh', '-c', 'test "$(id -u)" = 0 && postconf -d mail_version && ls /usr/lib/*/sasl2/libplain.so'],
  packages: 'postfix libsasl2-modules, and run as root',
  async send(order) {
    const { folder, letter } = order;
    await setUp(order);
    // Its log goes to standard output, which it opens by name: that takes a pipe, and Node's are sockets. It ends by itself
    // should nobody be left to end it.
    const master = spawn('sh', ['-c', 'timeout 30 postfix -c "$1" start-fg 2>&1 | cat', 'sh', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const log = readLog(createInterface({ input: master.stdout }));
    try {
      if ((await log.until(/daemon started/)) === null) return { exitCode: null, output: log.said() };
      const text = Buffer.from(letter.content).toString('latin1').replaceAll('\r\n', '\n');
      const submit = ['-C', folder, '-i', '-f', letter.from, '--', ...letter.to];
      const submitted = await run('sendmail', submit, { input: Buffer.from(text, 'latin1') });
      if (submitted.exitCode !== 0) return submitted;
      // `sent (250 ...)`, or `bounced` and `deferred` with the reply that it got.
      const status = (await log.until(/ status=(\w+) /))?.[1];
      return { exitCode: status === 'sent' ? 0 : 1, output: log.said() };
    } finally {
      await stop(master, folder);
    }
  },
};

const readLog = (lines: Interface) => {
  const said: string[] = [];
  const next = lines[Symbol.asyncIterator]();
  return {
    said: () => said.join('\n'),
    /** The first line like this; null where the log ends before. */
    async until(pattern: RegExp): Promise<RegExpExecArray | null> {
      for (let line = await next.next(); line.done !== true; line = await next.next()) {
        // What it finds wrong with the owner of its folders is of no interest here.
        if (!/postfix-script.*warning: (not owned|group or other)/.test(line.value)) said.push(line.value);
        const found = pattern.exec(line.value);
        if (found) return found;
      }
      return null;
    },
  };
};

/** It is told by its process id, since `postfix stop` looks whether it is gone but once a second. */
const stop = async (shell: ChildProcess, folder: string): Promise<void> => {
  if (shell.exitCode !== null || shell.signalCode !== null) return;
  const ended = once(shell, 'close');
  const pid = await readFile(join(folder, 'queue/pid/master.pid'), 'utf8').catch(() => '');
  if (Number(pid) > 0) process.kill(Number(pid), 'SIGTERM');
  await ended;
};

const setUp = async ({ host, port, tls, user, folder }: Order): Promise<void> => {
  // Its daemons are no root any more when they come here.
  await chmod(folder, 0o755);
  const [queue, data] = [join(folder, 'queue'), join(folder, 'data')];
  await mkdir(queue);
  await mkdir(data);
  await writeFile(join(folder, 'logins'), `[${host}]:${port} ${user.username}:${user.password}\n`, {
    mode: 0o600,
  });
  const settings = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: data,
    maillog_file: '/dev/stdout',
    myhostname: 'shop-server.test',
    mydestination: '',
    inet_protocols: 'ipv4',
    alias_maps: '',
    relayhost: `[${host}]:${port}`,
    smtp_dns_support_level: 'disabled',
    smtp_sasl_auth_enable: 'yes',
    smtp_sasl_password_maps: `texthash:${join(folder, 'logins')}`,
    smtp_sasl_security_options: 'noanonymous',
    smtp_tls_security_level: tls ? 'encrypt' : 'none',
  };
  const main = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(join(folder, 'main.cf'), `${main.join('\n')}\n`);
  await writeFile(join(folder, 'master.cf'), `${SERVICES.join('\n')}\n`);
  await run('chown', ['postfix:', data]);
};

/** What it takes to send, and nothing that listens on a port. */
const SERVICES = [
  'pickup    unix n - n 1 1 pickup',
  'cleanup   unix n - n - 0 cleanup',
  'qmgr      unix n - n 300 1 qmgr',
  'rewrite   unix - - n - - trivial-rewrite',
  'tlsmgr    unix - - n 1000? 1 tlsmgr',
  'bounce    unix - - n - 0 bounce',
  'defer     unix - - n - 0 bounce',
  'trace     unix - - n - 0 bounce',
  'error     unix - - n - - error',
  'retry     unix - - n - - error',
  'smtp      unix - - n - - smtp',
  'scache    unix - - n - 1 scache',
  'anvil     unix - - n - 1 anvil',
  'postlog   unix-dgram n - n - 1 postlogd',
];
