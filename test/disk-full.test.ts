import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';

import { call } from '../harness/provision.ts';
import type { Dialogue } from '../harness/dialogue.ts';
import { newFolder, sendAs, startIn } from './faults/house.ts';

const run = promisify(execFile);
const MIB = 1024 * 1024;

/** A folder for a store whose disk can be made full, but for a mebibyte, under the process `pid`. */
type Disk = {
  folder: string;
  /** What the program is to be started through, so that it sees this disk. */
  through: readonly string[];
  /** The same where the disk is full already. */
  throughFull: readonly string[];
  /** The folder as this test reaches it. */
  reached: string;
  fill(pid: number): Promise<unknown>;
  makeRoom(pid: number): Promise<unknown>;
};

/** No file of the process may grow beyond a mebibyte: to it the disk is full. */
const limitOfFiles = async (): Promise<Disk> => {
  const folder = await newFolder();
  const limit = (pid: number, size: string) =>
    run('prlimit', ['--pid', String(pid), `--fsize=${size}:unlimited`]);
  return {
    ...{ folder, reached: folder, through: [] },
    throughFull: ['prlimit', `--fsize=${MIB}:unlimited`],
    fill: (pid) => limit(pid, String(MIB)),
    makeRoom: (pid) => limit(pid, 'unlimited'),
  };
};

const isRoot = process.getuid?.() === 0;
/** A mount that only the process and its children see, and that is gone with the last of them. */
const UNSHARE = ['-m', '--propagation', 'private', ...(isRoot ? [] : ['-r'])];
const MOUNT = 'mount -t tmpfs -o size=32m,mode=700 tmpfs "$0"';

/** A file system of 32 MiB, which others have filled. */
const smallFileSystem = async (): Promise<Disk> => {
  const folder = await newFolder();
  // It ends with its standard input, hence with this process at the latest.
  const holder = spawn('unshare', [...UNSHARE, 'sh', '-ec', `${MOUNT}; echo mounted; exec cat`, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  const reached = `/proc/${holder.pid}/root${folder}`;
  // `-r` and `-w`: with the root and in the working directory of the holder, which are those of this process.
  const inside = ['nsenter', '-t', String(holder.pid), '-m', '-r', '-w'];
  const through = isRoot ? inside : [...inside, '-U', '--preserve-credentials'];
  const ballast = join(reached, 'ballast');
  return {
    ...{ folder, reached, through, throughFull: through },
    async fill() {
      const { bavail, bsize } = await statfs(reached);
      await writeFile(ballast, new Uint8Array(bavail * bsize - MIB));
    },
    makeRoom: () => rm(ballast),
  };
};

const canMount = (folder: string): boolean =>
  spawnSync('unshare', [...UNSHARE, 'sh', '-ec', MOUNT, folder]).status === 0;

describe.each([
  ['that lets no file grow', limitOfFiles],
  ['that is a small file system', smallFileSystem],
])('on a full disk %s', (_, newDisk) => {
  test('store.available puts off what the disk does not take, and the service lives on with what it took', async ({
    skip,
  }) => {
    if (newDisk === smallFileSystem && !canMount(await newFolder()))
      skip('a file system of its own may not be mounted here');
    const disk = await newDisk();
    const { program, pid, url, ...service } = await startIn(disk.folder, disk.through);
    const session = await service.session();
    expect(await sendAs(session, 'first')).toMatchObject({ code: 250 });

    await disk.fill(pid);
    // Its file beside the database finds no room, as long as it is taken in.
    expect(await sendAs(session, 'large', 3_000_000)).toMatchObject(PUT_OFF);
    const { accepted, reply } = await sendUntilFull(session, 'small');
    const kept = [...accepted, 'first'];
    expect(await service.subjects()).toEqual(kept);
    expect(await call(url, 'GET', '/api/health')).toMatchObject({ status: 'ok' });
    expect(await call(url, 'GET', `/api/decisions/${reply.decisionId}`)).toMatchObject({
      rule: 'store.available',
      action: 'defer',
    });

    expect(program.said()).toMatch(/^a message could not be stored: the store ".*store\.db"/m);

    await disk.makeRoom(pid);
    expect(await sendAs(session, 'later', 3_000_000)).toMatchObject({ code: 250 });
    kept.unshift('later');
    expect(await service.subjects()).toEqual(kept);
    // That of the last message; of the one that was put off nothing is left.
    expect(await readdir(join(disk.reached, 'store.db-content'))).toHaveLength(1);

    // It starts where there is no room, with all that it took before it was killed.
    await disk.fill(pid);
    kept.unshift(...(await sendUntilFull(session, 'more')).accepted);
    program.child.kill('SIGKILL');
    await program.exited;
    const again = await startIn(disk.folder, disk.throughFull, service.user);
    expect(await again.subjects()).toEqual(kept);
    const other = await again.session();
    expect(await sendAs(other, 'too early', 100_000)).toMatchObject(PUT_OFF);
    await disk.makeRoom(again.pid);
    expect(await sendAs(other, 'last', 3_000_000)).toMatchObject({ code: 250 });
    expect(await again.subjects()).toEqual(['last', ...kept]);
    again.program.child.kill('SIGTERM');
    expect(await again.program.exited).toBe(0);
  });
});

const PUT_OFF = { code: 451, enhanced: '4.3.0', rule: 'store.available' };

/** Subjects of what was acknowledged, newest first, and the reply that says that there is no room. */
const sendUntilFull = async (session: Dialogue, name: string) => {
  const accepted: string[] = [];
  let reply = await sendAs(session, `${name} 0`, 100_000);
  while (reply.code === 250 && accepted.length < 50) {
    accepted.unshift(`${name} ${accepted.length}`);
    reply = await sendAs(session, `${name} ${accepted.length}`, 100_000);
  }
  expect(reply).toMatchObject(PUT_OFF);
  return { accepted, reply };
};
