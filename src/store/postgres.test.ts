import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';

import { storeContract } from './contract.ts';
import { openPostgresStore } from './postgres.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from './postgres.test-kit.ts';

let server: TestPostgres;
let schemas = 0;

// On a machine of one's own it may be missing, where all is checked it may not.
describe.skipIf(postgresPrograms() === null && !process.env['CI'])('with PostgreSQL from the system', () => {
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  storeContract('PostgreSQL', async ({ kept } = {}) => {
    const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-pg-spool-'));
    const store = await openPostgresStore({ url: server.url(`contract_${++schemas}`), kept });
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
});
