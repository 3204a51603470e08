import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

it('refuses what the disk does not take, keeps what it took, and takes more when there is room again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-full-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'store.db');
  // The system lets files of this process grow to 1 MiB (2048 blocks of 512 bytes) until the limit is lifted.
  const limited = `ulimit -S -f 2048 && exec "$0" --input-type=module-typescript -e "$1"`;
  const child = spawn('sh', ['-c', limited, process.execPath, script(path)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async (): Promise<string> => String((await lines.next()).value);

  expect(await said()).toMatch(
    /^full StoreUnavailable: the store ".*" (met an error of the disk|has no room left)/,
  );
  await promisify(execFile)('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited']);
  child.stdin.write('room\n');
  const { stored, failed, kept, decision } = JSON.parse(await said());
  expect(stored.length).toBeGreaterThan(2);
  expect(failed.length).toBeGreaterThan(0);
  expect(kept.toSorted()).toEqual(stored.toSorted());
  // A record that the full disk did not take was not forgotten.
  expect(decision).toBe('d_late');
  await once(child, 'exit');
  using db = new DatabaseSync(path, { readOnly: true });
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
});

const script = (path: string): string => `
  import { once } from 'node:events';
  import { aDecision, aMessage, allIds } from ${module('./contract-samples.ts')};
  import { openSqliteStore } from ${module('./sqlite.ts')};
  const store = await openSqliteStore({ path: ${JSON.stringify(path)} });
  const [stored, failed] = [[], []];
  const commit = async (id) => {
    try {
      await store.commitMessage(aMessage(id), new Uint8Array(100_000), aDecision('d_' + id));
      stored.push(id);
    } catch (error) {
      failed.push(id);
      return error;
    }
  };
  let error;
  for (let n = 0; !error && n < 100; n++) error = await commit('m_' + n);
  store.recordDecision(aDecision('d_late'));
  await store.flush().catch(() => undefined);
  console.log('full', error.name + ': ' + error.message);
  await once(process.stdin, 'data');
  await commit('m_after_1');
  await commit('m_after_2');
  await store.flush();
  const kept = await allIds((page) => store.messages({}, page), 50);
  console.log(JSON.stringify({ stored, failed, kept, decision: (await store.decision('d_late'))?.id }));
  await store.close();
  process.stdin.destroy();
`;

const module = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
