import { createServer } from 'node:net';
import { once } from 'node:events';

import { expect, onTestFinished, test } from 'vitest';

import { compare, median } from './compare.ts';
import { startBare, type Contender } from './contenders.ts';

const KIND = { connections: 2, size: 1024, messages: 50, seconds: Infinity, rounds: 2 };

test('one that fails says why, and the others are measured', async () => {
  const bare = await startBare();
  onTestFinished(bare.stop);
  const [first, second] = await compare([bare, await hangingUp(bare)], KIND);
  expect(first).toMatchObject({ name: 'bare smtp-server', figures: { perSecond: expect.any(Number) } });
  expect(second).toEqual({ name: 'hanging up', why: 'the connection was closed' });
});

test('one that serves fewer connections is not asked for more', async () => {
  const bare = await startBare();
  onTestFinished(bare.stop);
  expect(await compare([{ ...bare, maxConnections: 1 }], KIND)).toEqual([
    { name: bare.name, why: 'serves 1 connections at once' },
  ]);
});

test('a round by time ends, and its processor time is counted', async () => {
  const bare = await startBare();
  onTestFinished(bare.stop);
  const [outcome] = await compare([bare], { ...KIND, messages: Infinity, seconds: 0.3, rounds: 1 });
  expect(outcome && 'figures' in outcome ? outcome.figures.cpuMicros : 0).toBeGreaterThan(0);
});

test('the median is the one in the middle', () => {
  expect([median([3, 1, 2]), median([1, 2]), median([])]).toEqual([2, 2, 0]);
});

const hangingUp = async (like: Contender): Promise<Contender> => {
  const server = createServer((socket) => void socket.end('220 hello\r\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { ...like, name: 'hanging up', load: { ...like.load, port } };
};
