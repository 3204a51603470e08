import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dialogue } from '../harness/dialogue.ts';
import type { Provisioned } from '../harness/provision.ts';
import { mail, startTestService, type TestService } from './service.ts';

let service: TestService;
let user: Provisioned;
let folder: string;
/** Where large messages are, those under way as those that are stored. */
let large: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smtp-plus-data-'));
  large = join(folder, 'store.db-content');
  service = await startTestService({ store: { kind: 'sqlite', path: join(folder, 'store.db') } });
  user = await service.user({ priority: 2 });
});
afterAll(async () => {
  await service.stop(500);
  await rm(folder, { recursive: true, force: true });
});

const begin = async (): Promise<Dialogue> => {
  const session = await service.session(user);
  await session.command('MAIL FROM:<a@acme.test>');
  await session.command('RCPT TO:<r@receiver.test>');
  expect(await session.command('DATA')).toMatchObject({ code: 354 });
  return session;
};

const stored = async (text: string): Promise<string> => {
  const id = /queued as (\S+)/.exec(text)?.[1];
  return (await fetch(`${service.url}/api/messages/${id}/raw`)).text();
};

const nothingKept = async (before: string[]): Promise<void> => {
  // The relay hears of a lost connection later than its client.
  await expect.poll(() => readdir(large), { timeout: 30_000 }).toEqual([]);
  expect(await service.subjects()).toEqual(before);
};

test('the body is stored byte for byte, dots unstuffed, and the header only gains what it may', async () => {
  const session = await begin();
  session.write(
    'From: a@acme.test\r\nTo: r@receiver.test\r\nBcc: hidden@receiver.test\r\n\thidden2@receiver.test\r\nX-Priority: 5\r\nSubject: as is\r\n\r\n..dot\r\n.. two\r\nbare\nlf\rcr\x00nul é\r\n.\r\n',
  );
  const reply = await session.reply();
  expect(reply).toMatchObject({ code: 250, enhanced: '2.0.0', rule: 'accept' });
  const raw = await stored(reply.text);
  const [head = '', ...body] = raw.split('\r\n\r\n');
  expect(body.join('\r\n\r\n')).toBe('.dot\r\n. two\r\nbare\nlf\rcr\x00nul é\r\n');
  const fields = head.replace(/\r\n\s+/g, ' ').split('\r\n');
  expect(fields.map((field) => field.split(':')[0])).toEqual([
    'Received',
    'From',
    'To',
    'Subject',
    'Message-ID',
    'Date',
    'X-Priority',
    'X-MSMail-Priority',
    'Importance',
  ]);
  expect(fields).toContain('X-Priority: 2 (High)');
  expect(head).not.toContain('hidden');
  session.destroy();
});

test.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n.\r', '\r.\r\n'])(
  'only CRLF.CRLF ends a message, %j is content',
  async (end) => {
    const before = await service.subjects();
    const session = await begin();
    session.write(
      `${mail('a@acme.test')}x${end}MAIL FROM:<evil@acme.test>\r\nRCPT TO:<v@receiver.test>\r\nDATA\r\nsmuggled\r\n.\r\n`,
    );
    const reply = await session.reply();
    expect(reply).toMatchObject({ code: 250 });
    expect(await stored(reply.text)).toContain('smuggled');
    expect(await service.subjects()).toEqual(['test', ...before]);
    expect(await session.command('NOOP')).toMatchObject({ code: 250 });
    session.destroy();
  },
);

test('a message in the smallest pieces is the same message', async () => {
  const session = await begin();
  for (const char of `${mail('a@acme.test', '', '..x\r\n..')}.\r\n`) {
    session.write(char);
    await new Promise((next) => setImmediate(next));
  }
  const reply = await session.reply();
  expect((await stored(reply.text)).split('\r\n\r\n')[1]).toBe('.x\r\n.\r\n');
  session.destroy();
});

test('a connection that drops in DATA stores nothing', async () => {
  const before = await service.subjects();
  const session = await begin();
  session.write(mail('a@acme.test', '', 'y'.repeat(2_000_000)));
  session.write('\r\n.\r');
  session.destroy();
  await session.closed;
  const again = await service.session(user);
  await again.quit();
  await nothingKept(before);
});

test('a refused message leaves nothing behind but its decision', async () => {
  const before = await service.subjects();
  const session = await service.session(user);
  const reply = await session.send({
    from: 'a@acme.test',
    to: 'r@receiver.test',
    message: mail('ceo@bank.test', '', 'z'.repeat(2_000_000)),
  });
  expect(reply).toMatchObject({ code: 550, rule: 'from.authorized' });
  await nothingKept(before);
  expect(
    await session.send({ from: 'a@acme.test', to: 'r@receiver.test', message: mail('a@acme.test') }),
  ).toMatchObject({ code: 250 });
  session.destroy();
});

test('a message of 24 MiB is stored whole', async () => {
  const session = await service.session(user);
  const line = `${'abcdefgh'.repeat(9)}\r\n`;
  const body = line.repeat(Math.floor((24 * 1024 * 1024) / line.length));
  const reply = await session.send({
    from: 'a@acme.test',
    to: 'r@receiver.test',
    message: mail('a@acme.test', '', body),
  });
  expect(reply).toMatchObject({ code: 250 });
  const raw = await stored(reply.text);
  expect(raw.slice(raw.indexOf('\r\n\r\n') + 4)).toBe(`${body}\r\n`);
  // In the one file that it was written to as it came in.
  const [file = '', ...others] = await readdir(large);
  expect(others).toEqual([]);
  expect((await stat(join(large, file))).mode & 0o777).toBe(0o600);
  await service.api('DELETE', `/api/messages/${/queued as (\S+)/.exec(reply.text)?.[1]}`);
  await expect.poll(() => readdir(large), { timeout: 30_000 }).toEqual([]);
  session.destroy();
});

test('several messages of one session are told apart', async () => {
  const session = await service.session(user);
  for (const n of [1, 2, 3]) {
    const message = mail('a@acme.test').replace('Subject: test', `Subject: number ${n}`);
    expect(await session.send({ from: 'a@acme.test', to: `r${n}@receiver.test`, message })).toMatchObject({
      code: 250,
    });
  }
  await session.quit();
  expect((await service.subjects()).slice(0, 3)).toEqual(['number 3', 'number 2', 'number 1']);
});

test('a pipelined transaction is answered in order', async () => {
  const session = await service.session(user);
  session.write('MAIL FROM:<a@acme.test>\r\nRCPT TO:<r@receiver.test>\r\nDATA\r\n');
  expect(
    [await session.reply(), await session.reply(), await session.reply()].map(({ code }) => code),
  ).toEqual([250, 250, 354]);
  session.write(`${mail('a@acme.test')}.\r\nNOOP\r\nQUIT\r\n`);
  expect(
    [await session.reply(), await session.reply(), await session.reply()].map(({ code }) => code),
  ).toEqual([250, 250, 221]);
  await session.closed;
});

test('a command line that never ends is cut off', async () => {
  const session = await service.session();
  session.write('x'.repeat(20_000));
  expect(await session.reply()).toMatchObject({ code: 421 });
  await session.closed;
});

test('commands without a login are bounded', async () => {
  const session = await service.session();
  let last = await session.command('NOOP');
  for (let i = 0; i < 60 && last.code === 250; i++) last = await session.command('NOOP');
  expect(last).toMatchObject({ code: 421 });
  await session.closed;
});

test('a large message whose file is missing is told as such, and all else goes on', async () => {
  const session = await service.session(user);
  const envelope = { from: 'a@acme.test', to: 'r@receiver.test' };
  const lost = await session.send({ ...envelope, message: mail('a@acme.test', '', 'x'.repeat(900_000)) });
  const path = `/api/messages/${/queued as (\S+)/.exec(lost.text)?.[1]}`;
  const [file = ''] = await readdir(large);
  await rm(join(large, file));
  for (const url of [`${service.url}${path}/raw`, `${service.url}${path}`]) {
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([
      500,
      expect.stringMatching(
        `its file .*${file}.* is not there; restore it from a backup, or delete the message`,
      ),
    ]);
  }
  const whole = await session.send({ ...envelope, message: mail('a@acme.test', '', 'y'.repeat(900_000)) });
  expect(await stored(whole.text)).toContain('y'.repeat(900_000));
  expect((await fetch(`${service.url}${path}`, { method: 'DELETE' })).status).toBe(204);
  session.destroy();
});
