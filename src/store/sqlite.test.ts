import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { storeContract } from './contract.ts';
import { openSqliteStore } from './sqlite.ts';

storeContract('SQLite', async ({ kept } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-sqlite-'));
  const store = await openSqliteStore({ path: join(folder, 'store.db'), kept });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    store,
    async spool(bytes, head) {
      const path = join(folder, 'spooled');
      await writeFile(path, bytes.subarray(head));
      return { path, head: bytes.subarray(0, head), size: bytes.length };
    },
  };
});
