import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeEach, expect, onTestFinished, test } from 'vitest';

import { createSpool, MEMORY_LIMIT, receive, type Spool } from './receive.ts';

let folder: string;
let spool: Spool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smtp-plus-spool-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let made = 0;
  spool = createSpool(folder, () => `m_${(made += 1)}`);
});

const MAX = 4 * 1024 * 1024;

/** What comes in is cut into such pieces. */
const send = (bytes: Buffer, piece = 65_536): PassThrough => {
  const stream = new PassThrough();
  void (async () => {
    for (let at = 0; at < bytes.length; at += piece)
      if (!stream.write(bytes.subarray(at, at + piece)))
        await new Promise<void>((drained) => stream.once('drain', drained));
    stream.end();
  })();
  return stream;
};

const bytes = (size: number): Buffer => Buffer.from(Array.from({ length: size }, (_, i) => i % 251));

test.each([0, 1, MEMORY_LIMIT - 1, MEMORY_LIMIT])('%i bytes stay in memory', async (size) => {
  const received = await receive(send(bytes(size)), spool, MAX);
  expect(received).toMatchObject({ size, rest: null, failure: null });
  expect(received?.head.equals(bytes(size))).toBe(true);
  expect(await readdir(folder)).toEqual([]);
  await received?.discard();
});

test.each([65_536, 1000, 3 * 1024 * 1024])(
  'of a large message the rest goes into a file, which is removed afterwards (pieces of %i)',
  async (piece) => {
    const whole = bytes(3 * 1024 * 1024 + 7);
    const received = await receive(send(whole, piece), spool, MAX);
    expect(received).toMatchObject({ size: whole.length, failure: null });
    const rest = await readFile(received!.rest!.path);
    expect(rest).toHaveLength(received!.rest!.size);
    expect(Buffer.concat([received!.head, rest]).equals(whole)).toBe(true);
    await received!.discard();
    expect(await readdir(folder)).toEqual([]);
  },
);

test.each([
  ['its first pieces', 100, 65_536],
  ['all that memory holds, where its header block is long', 200_000, MEMORY_LIMIT],
])('of a large message the head is %s', async (_, header, head) => {
  const whole = Buffer.concat([Buffer.alloc(header, 'x'), Buffer.from('\r\n\r\n'), bytes(1_500_000)]);
  const received = await receive(send(whole), spool, MAX);
  expect(received!.head).toHaveLength(head);
  expect(Buffer.concat([received!.head, await readFile(received!.rest!.path)]).equals(whole)).toBe(true);
});

test('messages that come in at once, and one after the other, keep apart', async () => {
  const sizes = [70_000, 600_000, 300_000, 2_000_000, 1_100_000, 5];
  for (const shift of [1, 50])
    await Promise.all(
      sizes.map(async (size, n) => {
        const whole = bytes(size).map((byte) => (byte + n * shift) % 251) as Buffer;
        const received = await receive(send(whole, 9_999), spool, MAX);
        const rest = received!.rest ? await readFile(received!.rest.path) : Buffer.alloc(0);
        expect(Buffer.concat([received!.head, rest]).equals(whole), `${size} bytes`).toBe(true);
        await received!.discard();
      }),
    );
});

test('what is over the limit is counted and not kept', async () => {
  const received = await receive(send(bytes(3 * 1024 * 1024)), spool, 1024 * 1024);
  expect(received?.size).toBe(3 * 1024 * 1024);
  expect(received!.head.length + received!.rest!.size).toBeLessThanOrEqual(1024 * 1024);
  await received?.discard();
  expect(await readdir(folder)).toEqual([]);
});

test.each([100, 2 * 1024 * 1024])('a client that goes away after %i bytes leaves nothing', async (size) => {
  const stream = new PassThrough();
  const received = receive(stream, spool, MAX);
  stream.resume().write(bytes(size));
  stream.destroy();
  expect(await received).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test('a file that cannot be made is told as a failure, and the message is taken in to its end', async () => {
  await rm(folder, { recursive: true });
  const received = await receive(send(bytes(2 * 1024 * 1024)), spool, MAX);
  expect(received?.size).toBe(2 * 1024 * 1024);
  expect(received?.failure).toContain('ENOENT');
  await received?.discard();
});

test('a file that was handed over is left where it is', async () => {
  const received = await receive(send(bytes(2 * 1024 * 1024)), spool, MAX);
  received!.handOver();
  await received!.discard();
  expect(await readdir(folder)).toHaveLength(1);
});
