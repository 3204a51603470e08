import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';

import { allBytes, allIds, bytes } from './contract-samples.ts';
import { openSqliteStore } from './sqlite.ts';

it('has every acknowledged message once, whole and with its decision, after five kills in full flight', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-crash-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'store.db');
  const acknowledged: string[] = [];
  // Killed at a number of acknowledgements, so that each round meets another moment of a batch.
  for (const [round, enough] of [37, 101, 163, 211, 333].entries())
    acknowledged.push(...(await killAfter(enough, path, round)));
  expect(acknowledged.length).toBeGreaterThanOrEqual(37 + 101 + 163 + 211 + 333);

  const store = await openSqliteStore({ path });
  onTestFinished(() => store.close());
  const stored = await allIds((page) => store.messages({}, page), 1_000);
  expect(new Set(stored).size).toBe(stored.length);
  expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
  // Not acknowledged and stored all the same is no loss; it is whole as well.
  for (const id of stored) {
    expect(await allBytes(await store.content(id))).toEqual(bytes(`content of ${id}`));
    expect(await store.decision(`d_${id}`)).toMatchObject({ messageId: id });
  }
  expect(await allIds((page) => store.messages({ q: 'crash' }, page), 1_000)).toEqual(stored);
  await store.close();
  using db = new DatabaseSync(path, { readOnly: true });
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
});

it('has every acknowledged large message byte for byte, and no file of another, after kills between file and commit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-crash-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'store.db');
  const said: string[] = [];
  for (const [round, enough] of [13, 41, 97].entries())
    said.push(...(await killAfter(enough, path, round, spoolers)));
  // Each process had one that it never committed; those of the rounds before went as it was opened again.
  expect(await readdir(`${path}-content`)).toContain('uncommitted-2');

  const store = await openSqliteStore({ path });
  const stored = await allIds((page) => store.messages({}, page), 1_000);
  const deleted = new Set(said.filter((line) => line.startsWith('gone ')).map((line) => line.slice(5)));
  const kept = said.filter((line) => !line.startsWith('gone ') && !deleted.has(line));
  expect(deleted.size).toBeGreaterThan(0);
  expect(stored.filter((id) => deleted.has(id))).toEqual([]);
  for (const id of kept.filter((one) => !stored.includes(one))) {
    // Deleted as well, when it was killed before it could say so.
    expect(id).toMatch(/_even$/);
  }
  for (const id of stored)
    expect(Buffer.compare((await allBytes(await store.content(id)))!, largeOf(id))).toBe(0);
  await store.close();
  expect(await readdir(`${path}-content`)).toHaveLength(stored.length);
});

/** Starts a process with ten writers, kills it after so many acknowledgements, and tells which it gave. */
const killAfter = async (
  enough: number,
  path: string,
  round: number,
  script = writers,
): Promise<string[]> => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script(path, round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ids: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    ids.push(line);
    // What it still said before it died counts as well.
    if (ids.length === enough) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return ids;
};

const writers = (path: string, round: number): string => `
  import { writeSync } from 'node:fs';
  import { aDecision, aMessage, bytes } from ${module('./contract-samples.ts')};
  import { openSqliteStore } from ${module('./sqlite.ts')};
  const store = await openSqliteStore({ path: ${JSON.stringify(path)} });
  const write = async (writer) => {
    for (let n = 0; ; n++) {
      const id = 'm_${round}_' + writer + '_' + n;
      const decision = aDecision('d_' + id, { messageId: id, action: 'accept', rule: null });
      await store.commitMessage(aMessage(id, { subject: 'crash' }), bytes('content of ' + id), decision);
      writeSync(1, id + '\\n');
    }
  };
  for (let writer = 0; writer < 10; writer++) void write(writer);
`;

/** Ten that write large messages, and delete every other one again. */
const spoolers = (path: string, round: number): string => `
  import { writeSync } from 'node:fs';
  import { writeFile } from 'node:fs/promises';
  import { aMessage, spoolIn } from ${module('./contract-samples.ts')};
  import { openSqliteStore } from ${module('./sqlite.ts')};
  const store = await openSqliteStore({ path: ${JSON.stringify(path)} });
  await writeFile(store.spoolFolder + '/uncommitted-${round}', 'x');
  const spool = spoolIn(store.spoolFolder);
  const largeOf = ${largeOf.toString()};
  const write = async (writer) => {
    for (let n = 0; ; n++) {
      const id = 'm_${round}_' + writer + '_' + n + (n % 2 ? '_odd' : '_even');
      await store.commitMessage(aMessage(id), await spool(largeOf(id), 1_000), null);
      writeSync(1, id + '\\n');
      if (n % 2) continue;
      await store.deleteMessage(id);
      writeSync(1, 'gone ' + id + '\\n');
    }
  };
  for (let writer = 0; writer < 10; writer++) void write(writer);
`;

/** 300,000 bytes, of each message others. */
const largeOf = (id: string): Buffer => Buffer.alloc(300_000, `content of ${id}\r\n`);

const module = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
