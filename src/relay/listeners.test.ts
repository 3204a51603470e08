import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { listen } from './listeners.ts';

/** A port that was free a moment ago. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
};

test('serves the ports that are free and names the one that is not', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const busy = typeof address === 'object' && address ? address.port : 0;
  const free = await freePort();
  const greeted: number[] = [];
  const listeners = await listen('127.0.0.1', [busy, free], (socket) => {
    greeted.push(socket.localPort ?? 0);
    socket.end('hello');
  });
  expect(listeners.listening).toEqual([free]);
  expect(listeners.unavailable).toEqual([{ port: busy, why: 'in use by another program' }]);
  const client = connect(free, '127.0.0.1');
  const [chunk] = (await once(client, 'data')) as [Buffer];
  expect(chunk.toString()).toBe('hello');
  expect(greeted).toEqual([free]);
  listeners.close();
  listeners.drop();
  await new Promise((closed) => taken.close(closed));
});
