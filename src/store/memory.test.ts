import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { aMessage, spoolIn } from './contract-samples.ts';
import { storeContract } from './contract.ts';
import { createMemoryStore } from './memory.ts';

storeContract('memory', async ({ kept } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-memory-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return {
    store: createMemoryStore({
      kept,
      async takeSpool(path) {
        const rest = await readFile(path);
        await rm(path);
        return rest;
      },
    }),
    spool: spoolIn(folder),
  };
});

it('refuses a spooled message where it cannot read files', async () => {
  const commit = createMemoryStore().commitMessage(
    aMessage('m_1'),
    { path: '/some/file', head: new Uint8Array(), size: 1 },
    null,
  );
  await expect(commit).rejects.toThrow('hand in takeSpool');
});
