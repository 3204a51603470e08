/** What the tests of faults share: a program on a store in a folder of its own, and what it acknowledged and kept. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { dial, type Dialogue, type Received } from '../../harness/dialogue.ts';
import { freePorts } from '../../harness/free-ports.ts';
import { activeUser, call, type Provisioned } from '../../harness/provision.ts';
import { startProgram, type Program } from '../program.ts';
import { mail } from '../service.ts';

/** For what is waited for: as long as a busy machine may take. */
export const PATIENT = { timeout: 40_000 };

export type Running = {
  program: Program;
  pid: number;
  url: string;
  port: number;
  user: Provisioned;
  /** A client that has logged in, as its user where no other is given. */
  session(as?: Provisioned): Promise<Dialogue>;
  /** Subjects of what users sent, newest first. */
  subjects(): Promise<string[]>;
};

export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-fault-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** By Node, without pages; `through` as for `startProgram`. Its user is a new one, or one `known` from an earlier start. */
export const startIn = async (
  folder: string,
  through: readonly string[] = [],
  known?: Provisioned,
): Promise<Running> => {
  const [port = 0] = await freePorts(1);
  const flags = [`--ports=${port}`, '--http-port=0', `--store=sqlite:${join(folder, 'store.db')}`];
  const program = startProgram(flags, { through });
  const url = /http:\S+/.exec(await program.ready)?.[0] ?? '';
  const user = known ?? (await activeUser(url, { authorizedDomains: 'acme.test' }));
  return {
    ...{ program, pid: program.child.pid ?? 0, url, port, user },
    async session({ username, password } = user) {
      const session = await dial({ port });
      onTestFinished(() => session.destroy());
      await session.ehlo();
      await session.authPlain(username, password);
      return session;
    },
    async subjects() {
      const { items } = (await call(url, 'GET', '/api/messages?to=r@receiver.test&limit=1000')) as {
        items: { subject: string }[];
      };
      return items.map(({ subject }) => subject);
    },
  };
};

export const named = (subject: string, size = 10): string =>
  mail('a@acme.test', '', `${'x'.repeat(Math.min(size, 998))}\r\n`.repeat(Math.ceil(size / 1000))).replace(
    'Subject: test',
    `Subject: ${subject}`,
  );

export const sendAs = (session: Dialogue, subject: string, size?: number): Promise<Received> =>
  session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: named(subject, size) });
