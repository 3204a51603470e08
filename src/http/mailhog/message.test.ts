import { expect, test } from 'vitest';
import { createMailhog } from './mailhog.test-kit.ts';
import { formatCreated } from './message.ts';

type Shown = {
  From: object;
  To: object[] | null;
  Content: { Headers: Record<string, string[]>; Body: string; Size: number };
  MIME: unknown;
  Raw: object;
};

const shown = async (
  raw: string,
  change: Parameters<ReturnType<typeof createMailhog>['seed']>[1] = {},
): Promise<Shown> => {
  const { seed, json } = createMailhog();
  const { id } = await seed(raw, { id: 'm_1', ...change });
  return json(`/api/v1/messages/${id}`);
};

test('Received and Return-Path stand behind those that the message brought, in their spelling', async () => {
  const { Content } = await shown('RECEIVED: from x\r\nreturn-path: <y@z.test>\r\n\r\nx\r\n');
  expect(Content.Headers).toEqual({
    'Message-ID': ['m_1'],
    RECEIVED: [
      'from x',
      'from client.test by relay.test (MailHog)\r\n          id m_1; Tue, 24 Nov 2026 00:00:00 +0000',
    ],
    'return-path': ['<y@z.test>', '<a@acme.test>'],
  });
});

test('the Message-ID that the relay gave is shown as it is stored', async () => {
  const { Content } = await shown('message-id: <m_1@relay.test>\r\n\r\nx\r\n');
  expect(Content.Headers['message-id']).toEqual(['<m_1@relay.test>']);
  expect(Content.Headers).not.toHaveProperty('Message-ID');
});

test('the line end before the closing dot is no part of a body, further ones are', async () => {
  expect((await shown('A: b\r\n\r\nbody\r\n')).Content).toMatchObject({ Body: 'body', Size: 12 });
  expect((await shown('A: b\r\n\r\nbody\r\n\r\n')).Content).toMatchObject({ Body: 'body\r\n', Size: 14 });
  expect((await shown('A: b\r\n\r\n')).Content.Body).toBe('A: b\r\n');
});

test('paths are split at the first colon and the first @, no recipients are null', async () => {
  const { From, To, Raw } = await shown('\r\n', { mailFrom: '@r1.test,@r2.test:a@b@c.test', rcptTo: [] });
  expect(From).toEqual({ Relays: ['@r1.test', '@r2.test'], Mailbox: 'a', Domain: 'b@c.test', Params: '' });
  expect(To).toBeNull();
  expect(Raw).toMatchObject({ From: '@r1.test,@r2.test:a@b@c.test', To: null });
  expect((await shown('\r\n', { mailFrom: '' })).From).toEqual({
    Relays: null,
    Mailbox: '',
    Domain: '',
    Params: '',
  });
});

test('an envelope beyond ASCII comes through', async () => {
  const { From, Raw } = await shown('\r\n', {
    mailFrom: 'grüße@bücher.test',
    rcptTo: ['ü@x.test'],
    helo: 'é',
  });
  expect(From).toMatchObject({ Mailbox: 'grüße', Domain: 'bücher.test' });
  expect(Raw).toMatchObject({ From: 'grüße@bücher.test', To: ['ü@x.test'], Helo: 'é' });
});

test.each([
  [0, '1970-01-01T00:00:00Z'],
  [1, '1970-01-01T00:00:00.001Z'],
  [1500, '1970-01-01T00:00:01.5Z'],
  [10_120, '1970-01-01T00:00:10.12Z'],
])('the instant %j is written as %s', (ms, text) => {
  expect(formatCreated(ms)).toBe(text);
});
