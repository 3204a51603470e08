import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { startTestService } from './service.ts';

const HOUR = 3_600_000;

test('with --keep old messages go as time goes on, and their events are told; without it they stay', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-keep-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const store = { kind: 'sqlite', path: join(folder, 'store.db') } as const;
  const keep = { age: 2 * HOUR, count: null, bytes: null };
  const shown: number[] = [];
  for (const config of [{ keep }, {}]) {
    await using service = await startTestService({ ...config, store, testClock: true });
    const user = await service.user();
    const session = await service.session(user);
    const message = 'From: a@acme.test\r\nSubject: old\r\n\r\nx\r\n';
    await session.send({ from: 'a@acme.test', to: 'b@else.test', message });
    const gone = Promise.withResolvers<string>();
    service.store.subscribe((event) => {
      if (event.type === 'message' && event.action === 'deleted') gone.resolve(event.id);
    });
    await service.api('POST', '/api/clock', { advance: '1h' });
    expect(await service.subjects()).toContain('old');
    await service.api('POST', '/api/clock', { advance: '2h' });
    if ('keep' in config) await gone.promise;
    shown.push((await service.subjects()).length);
  }
  expect(shown).toEqual([0, 1]);
});
