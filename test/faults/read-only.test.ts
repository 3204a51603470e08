import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';

import { call } from '../../harness/provision.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { startProgram } from '../program.ts';
import { newFolder, sendAs, startIn } from './house.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** To root file modes mean something once it has given its capabilities away (capabilities(7)). */
const RIGHTS = '-dac_override,-dac_read_search';
const MORTAL = isRoot ? ['setpriv', `--bounding-set=${RIGHTS}`, `--inh-caps=${RIGHTS}`] : [];

/** How it ended where it does not start, and all that it said. */
const refused = async (
  path: string,
  through: readonly string[],
): Promise<{ code: unknown; said: string }> => {
  const flags = ['--ports=1025-5000', '--http-port=0', `--store=sqlite:${path}`];
  const program = startProgram(flags, { through });
  return { code: await program.exited, said: program.said() };
};

describe('a store that may not be written keeps SMTP+ from starting, in one line with the way out, and stays as it is', () => {
  test('a file that is read-only', async () => {
    const path = join(await newFolder(), 'store.db');
    await (await openSqliteStore({ path })).close();
    await chmod(path, 0o400);
    const before = await readFile(path);
    expect(await refused(path, MORTAL)).toEqual({
      code: 1,
      said: `SMTP+ cannot start: cannot write the store "${path}": this user may not write there; change the rights of the file and its folder, or choose another with --store\n`,
    });
    expect(before.equals(await readFile(path))).toBe(true);
  });

  test.each([
    ['that is empty', false],
    ['with a store in it', true],
  ])('a folder that is read-only, %s', async (_, filled) => {
    const folder = await newFolder();
    const path = join(folder, 'store.db');
    if (filled) await (await openSqliteStore({ path })).close();
    const before = await readdir(folder);
    await chmod(folder, 0o500);
    expect(await refused(path, MORTAL)).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^SMTP\+ cannot start: cannot write the store ".*": this user may not write there.*--store\n$/,
      ),
    });
    expect(await readdir(folder)).toEqual(before);
  });

  test('a file system that is read-only', async ({ skip }) => {
    if (!isRoot || spawnSync('unshare', ['-m', 'true']).status !== 0)
      skip('a mount namespace of its own is not allowed here');
    const folder = await newFolder();
    const mounted = ['unshare', '-m', '--propagation', 'private', 'sh', '-ec'];
    const script = 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec "$@"';
    expect(await refused(join(folder, 'store.db'), [...mounted, script, folder])).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^SMTP\+ cannot start: .*the file system is read-only; choose another with --store\n$/,
      ),
    });
  });
});

test('a folder for large messages that turns read-only puts those off, small ones go on, and later all do', async () => {
  const folder = await newFolder();
  const service = await startIn(folder, MORTAL);
  const session = await service.session();
  await chmod(join(folder, 'store.db-content'), 0o500);
  const reply = await sendAs(session, 'large', 2_000_000);
  expect(reply).toMatchObject({ code: 451, enhanced: '4.3.0', rule: 'store.available' });
  expect(await sendAs(session, 'small')).toMatchObject({ code: 250 });
  await chmod(join(folder, 'store.db-content'), 0o700);
  expect(await sendAs(session, 'large again', 2_000_000)).toMatchObject({ code: 250 });
  expect(await service.subjects()).toEqual(['large again', 'small']);
  expect(service.program.said()).toMatch(/^deferred by store\.available.*permission denied/m);
});

test('a store that turns read-only while it runs puts all off, says so, and takes mail again once it may be written', async ({
  skip,
}) => {
  const folder = await newFolder();
  if (!(await isFrozen(folder))) skip('files cannot be made immutable here (chattr +i)');
  const service = await startIn(folder);
  const session = await service.session();
  expect(await sendAs(session, 'before')).toMatchObject({ code: 250 });
  const files = (await readdir(folder)).filter((file) => /^store\.db(-wal)?$/.test(file));
  const paths = files.map((file) => join(folder, file));
  onTestFinished(async () => void (await run('chattr', ['-i', ...paths]).catch(() => undefined)));
  await run('chattr', ['+i', ...paths]);
  const reply = await sendAs(session, 'refused');
  expect(reply).toMatchObject({ code: 451, enhanced: '4.3.0', rule: 'store.available' });
  expect(await sendAs(session, 'refused as well')).toMatchObject({ code: 451, rule: 'store.available' });
  expect((await fetch(`${service.url}/api/ready`)).status).toBe(503);
  expect(await service.subjects()).toEqual(['before']);
  expect(service.program.said()).toMatch(
    /^a message could not be stored: the store ".*store\.db".*may be written/m,
  );

  await run('chattr', ['-i', ...paths]);
  expect(await sendAs(session, 'after')).toMatchObject({ code: 250 });
  expect(await service.subjects()).toEqual(['after', 'before']);
  expect(await call(service.url, 'GET', `/api/decisions/${reply.decisionId}`)).toMatchObject({
    action: 'defer',
  });
  expect((await fetch(`${service.url}/api/ready`)).status).toBe(200);
});

/** Whether a file of this folder can be made immutable, and is then refused to one who has it open. */
const isFrozen = async (folder: string): Promise<boolean> => {
  const path = join(folder, 'probe', 'file');
  await mkdir(join(folder, 'probe'));
  await writeFile(path, '');
  return run('sh', [
    '-c',
    'exec 3>>"$0" && chattr +i "$0" && ! echo x >&3; kept=$?; chattr -i "$0"; exit $kept',
    path,
  ]).then(
    () => true,
    () => false,
  );
};
