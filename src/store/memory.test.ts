import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { aMessage } from './contract-samples.ts';
import { storeContract } from './contract.ts';
import { createMemoryStore } from './memory.ts';

storeContract('memory', async ({ kept } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-memory-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return {
    store: createMemoryStore({ kept, readSpool: (path) => readFile(path) }),
    async spool(bytes, head) {
      const path = join(folder, 'spooled');
      await writeFile(path, bytes.subarray(head));
      return { path, head: bytes.subarray(0, head), size: bytes.length };
    },
  };
});

it('refuses a spooled message where it cannot read files', async () => {
  const commit = createMemoryStore().commitMessage(
    aMessage('m_1'),
    { path: '/some/file', head: new Uint8Array(), size: 1 },
    null,
  );
  await expect(commit).rejects.toThrow('hand in readSpool');
});
