import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';

import { allBytes, aMessage, bytes } from './contract-samples.ts';
import { MIGRATIONS } from './sqlite-schema.ts';
import { openSqliteStore } from './sqlite.ts';
import { type Store, StoreUnavailable, StoreUnusable } from './store.ts';

describe('the file of the SQLite store', () => {
  it('is made with its folders, for its owner only, and leaves no log behind when closed', async () => {
    const folder = await newFolder();
    const path = join(folder, 'a', 'b', 'store.db');
    const store = await openSqliteStore({ path });
    expect(store.name).toBe(`sqlite:${path}`);
    await store.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'a', 'b'))).mode & 0o777).toBe(0o700);
    expect((await stat(`${path}-content`)).mode & 0o777).toBe(0o700);
    expect((await readdir(join(folder, 'a', 'b'))).toSorted()).toEqual([
      'store.db',
      'store.db-content',
      'store.db-lock',
    ]);
  });

  it('may be named from the working directory, and with characters that mean something in a URL', async () => {
    const folder = await newFolder();
    const path = relative(process.cwd(), join(folder, 'what? 100% #1.db'));
    for (const round of [0, 1]) {
      const store = await openSqliteStore({ path });
      expect(await store.countMessages('default')).toBe(round);
      await store.commitMessage(aMessage(`m_${round}`), bytes('x'), null);
      await store.close();
    }
    expect((await readdir(folder)).toSorted()).toEqual([
      'what? 100% #1.db',
      'what? 100% #1.db-content',
      'what? 100% #1.db-lock',
    ]);
  });

  it('is made anew where a start was cut off before it had its tables', async () => {
    const path = join(await newFolder(), 'store.db');
    await writeFile(path, '');
    await writeFile(`${path}-new`, 'half a fi');
    expect(await (await opened({ path })).countMessages('default')).toBe(0);
  });

  it('holds after it is opened again what it held before', async () => {
    const path = join(await newFolder(), 'store.db');
    const first = await openSqliteStore({ path });
    await first.commitMessage(aMessage('m_1'), bytes('x'), null);
    await first.close();
    const second = await opened({ path });
    await second.commitMessage(aMessage('m_2'), bytes('y'), null);
    expect((await second.messages({}, { limit: 9 })).items.map(({ id }) => id)).toEqual(['m_2', 'm_1']);
    expect((await second.lists()).map(({ id }) => id)).toEqual(['default']);
  });

  it.each([
    ['is text', 'not a SQLite file', async (path: string) => writeFile(path, 'Dear diary,\n'.repeat(100))],
    ['is one byte', 'not a SQLite file', async (path: string) => writeFile(path, 'S')],
    [
      'belongs to another program',
      'another program',
      async (path: string) => plant(path, 'CREATE TABLE t (a); PRAGMA application_id = 7'),
    ],
    ['is nobody’s database', 'another program', async (path: string) => plant(path, 'CREATE TABLE t (a)')],
    [
      'is newer',
      'newer SMTP+',
      async (path: string) => plantOurs(path, `PRAGMA user_version = ${MIGRATIONS.length + 1}`),
    ],
    ['lacks a table', 'damaged', async (path: string) => plantOurs(path, 'DROP TABLE messages')],
    [
      'is cut off',
      'damaged',
      async (path: string) => {
        await plantOurs(path);
        await truncate(path, 20_000);
      },
    ],
    [
      'is overwritten in the middle',
      'damaged',
      async (path: string) => {
        await plantOurs(path);
        await overwrite(path, 4_096, 8_192);
      },
    ],
  ])('is refused where it %s, and left byte for byte as it is', async (_, words, plantFile) => {
    const folder = await newFolder();
    const path = join(folder, 'store.db');
    await plantFile(path);
    const [before, beside] = [await readFile(path), await readdir(folder)];
    const refused = await refusal({ path });
    expect(refused).toContain(words);
    expect(refused).toContain(path);
    expect(refused).toContain('--store');
    expect(before.equals(await readFile(path))).toBe(true);
    expect(await readdir(folder)).toEqual(beside);
  });

  it.each([
    ['below a file', '/dev/null/x/store.db', 'no folder'],
    ['below /proc', '/proc/smtp-plus/store.db', 'cannot be made'],
    ['a folder', tmpdir(), 'not a file'],
  ])('is refused where it is %s', async (_, path, words) => {
    expect(await refusal({ path })).toContain(words);
  });

  it('is refused where it may not be written', async ({ skip }) => {
    // Root may write whatever the mode says; a read-only system directory refuses root as well.
    if (process.getuid?.() === 0) skip('root may write everywhere');
    const path = join(await newFolder(), 'store.db');
    await plantOurs(path);
    await chmod(path, 0o400);
    expect(await refusal({ path })).toContain('may not write');
  });

  it('is held by one process: the second is told, and the first goes on undisturbed', async () => {
    const path = join(await newFolder(), 'store.db');
    const first = await opened({ path });
    expect(await refusal({ path, patienceMs: 100 })).toContain('in use by another SMTP+ process');
    await symlink(path, `${path}.link`);
    expect(await refusal({ path: `${path}.link`, patienceMs: 100 })).toContain(
      'in use by another SMTP+ process',
    );
    await first.commitMessage(aMessage('m_1'), bytes('x'), null);
    expect(await first.countMessages('default')).toBe(1);
  });

  it('is free again when the process that held it was killed', async () => {
    const path = join(await newFolder(), 'store.db');
    const script = `import { openSqliteStore } from ${JSON.stringify(new URL('./sqlite.ts', import.meta.url).href)};
      await openSqliteStore({ path: ${JSON.stringify(path)} }); console.log('open');`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(await refusal({ path, patienceMs: 100 })).toContain('in use');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await (await opened({ path })).countMessages('default')).toBe(0);
  });

  it('comes up to date where an older SMTP+ wrote it, with all that is in it', async () => {
    const path = join(await newFolder(), 'store.db');
    const now = await openSqliteStore({ path });
    await now.commitMessage(aMessage('m_1', { subject: 'from the past' }), bytes('x'), null);
    // As every large message was stored before it had a file of its own.
    const large = new Uint8Array(3_000_000).fill(120);
    await now.commitMessage(aMessage('m_2', { subject: 'large' }), large, null);
    await now.close();
    // Version 1 had no search, no queue and no files beside it.
    plant(
      path,
      `DROP TABLE word_blocks; DELETE FROM counters WHERE name = 'indexed'; DROP TABLE deliveries; DROP TABLE totals; DROP INDEX messages_by_age; DROP TABLE content_files; DELETE FROM counters WHERE name = 'file-bytes'; PRAGMA user_version = 1`,
    );
    const store = await opened({ path });
    expect((await store.messages({ q: 'past' }, { limit: 9 })).items).toMatchObject([{ id: 'm_1' }]);
    expect(Buffer.compare((await allBytes(await store.content('m_2')))!, large)).toBe(0);
    await store.close();
    using db = new DatabaseSync(path, { readOnly: true });
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length });
  });

  it('stays at its version where it cannot be brought up to date', async () => {
    const path = join(await newFolder(), 'store.db');
    await plantOurs(path, `DELETE FROM counters; PRAGMA user_version = 1`);
    expect(await refusal({ path })).toContain('already exists');
    using db = new DatabaseSync(path, { readOnly: true });
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    expect(db.prepare('SELECT count(*) AS n FROM counters').get()).toEqual({ n: 0 });
  });

  it('waits a while for another program that writes to it, then says so, and takes writes again later', async () => {
    const path = join(await newFolder(), 'store.db');
    const store = await opened({ path, patienceMs: 100 });
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    const waits = store.commitMessage(aMessage('m_1'), bytes('x'), null);
    await expect(waits).rejects.toThrow(/locked by another program/);
    await expect(waits).rejects.toThrow(StoreUnavailable);
    other.exec('ROLLBACK');
    await store.commitMessage(aMessage('m_2'), bytes('x'), null);
    expect((await store.messages({}, { limit: 9 })).items.map(({ id }) => id)).toEqual(['m_2']);
  });

  it('takes no call once it is closed', async () => {
    const store = await openSqliteStore({ path: join(await newFolder(), 'store.db') });
    await store.close();
    await store.close();
    await expect(store.commitMessage(aMessage('m_1'), bytes('x'), null)).rejects.toThrow(StoreUnavailable);
    await expect(store.message('m_1')).rejects.toThrow(StoreUnavailable);
  });
});

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-file-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Closed after the test. */
const opened = async (options: Parameters<typeof openSqliteStore>[0]): Promise<Store> => {
  const store = await openSqliteStore(options);
  onTestFinished(() => store.close());
  return store;
};

/** The words with which the file is refused. */
const refusal = async (options: Parameters<typeof openSqliteStore>[0]): Promise<string> => {
  const outcome = await openSqliteStore(options).catch((error: unknown) => error);
  if (outcome instanceof StoreUnusable) return outcome.message;
  throw new Error(`not refused: ${String(outcome)}`);
};

const plant = (path: string, sql: string): void => {
  using db = new DatabaseSync(path);
  db.exec(sql);
};

/** A store of ours with a message in it, changed by `sql`, in a single file. */
const plantOurs = async (path: string, sql = ''): Promise<void> => {
  const store = await openSqliteStore({ path: `${path}.made` });
  await store.commitMessage(aMessage('m_1'), bytes('x'.repeat(50_000)), null);
  await store.close();
  plant(`${path}.made`, sql);
  await copyFile(`${path}.made`, path);
  for (const rest of ['', '-lock', '-wal', '-shm']) await rm(`${path}.made${rest}`, { force: true });
};

const overwrite = async (path: string, from: number, to: number): Promise<void> => {
  const content = await readFile(path);
  await writeFile(path, content.fill(0x5a, from, to));
};
