import { describe, expect, test } from 'vitest';

import { bounces, house, MINUTE, PATIENT, textOf } from '../src/delivery/house.test-kit.ts';
import { startAiosmtpd, startPostfix, startSink, type MailServer } from './mail-servers.ts';
import { startOpensmtpd } from './opensmtpd.ts';

const to = ({ port }: MailServer, tls: 'offered' | 'unverified' | 'required' = 'offered') =>
  house({}, { hop: { host: '127.0.0.1', port, implicitTls: false, tls, auth: null, connections: 4 } });

/** With all the fields that a server would add where they are missing. */
const CONTENT = `From: a@acme.test\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@acme.test>\r\nSubject: x\r\nX-Long: ${'y'.repeat(900)}\r\n\r\n.dot\r\n..\r\n\xe9\xff \t\r\n\r\n.\r\n${'line\r\n'.repeat(30_000)}`;

/** As a server on Unix stores it. */
const unix = (text: string): string => text.replaceAll('\r\n', '\n');

describe('Postfix as the next hop', () => {
  test('stores what was stored here, byte for byte, and says so', async (context) => {
    const server = await startPostfix(context);
    const { send, until } = await to(server, 'unverified');
    await send('m_1', { rcptTo: ['bob@receiver.test'] }, CONTENT);
    const { attempts } = await until('m_1', 'delivered');
    expect(attempts[0]).toMatchObject({
      tls: 'TLSv1.3',
      reply: expect.stringMatching(/^250 2\.0\.0 Ok: queued as/),
    });
    await expect.poll(async () => (await server.stored()).length, PATIENT).toBe(1);
    const [stored = ''] = await server.stored();
    expect(stored.endsWith(unix(CONTENT))).toBe(true);
  });

  test('takes many messages over few connections', async (context) => {
    const server = await startPostfix(context);
    const { send, until, nextHop } = await to(server);
    for (let n = 0; n < 60; n++) await send(`m_${n}`, { rcptTo: ['bob@receiver.test'] });
    for (let n = 0; n < 60; n++) await until(`m_${n}`, 'delivered');
    expect(nextHop.status().connections).toBeLessThanOrEqual(4);
    await expect.poll(async () => (await server.stored()).length, PATIENT).toBe(60);
  });

  test('answers for each recipient: taken, put off, refused with a bounce', async (context) => {
    const { store, send, until } = await to(await startPostfix(context));
    await send('m_1', { rcptTo: ['bob@receiver.test', 'slow@receiver.test', 'x@else.test'] });
    const { recipients } = await until('m_1', 'deferred');
    expect(recipients.map(({ state, reply }) => [state, reply])).toEqual([
      ['delivered', expect.stringMatching(/^250 /)],
      ['pending', expect.stringMatching(/^450 4\.2\.0 .*later/)],
      ['failed', expect.stringMatching(/^554 5\.7\.1 .*Relay access denied/)],
    ]);
    const [bounce] = await bounces(store);
    expect(await textOf(store, bounce!)).toContain('Final-Recipient: rfc822; x@else.test');
  });

  test('is told the size first, and refuses a message that is too large', async (context) => {
    const { send, until } = await to(await startPostfix(context));
    await send('m_1', { rcptTo: ['bob@receiver.test'] }, `a: b\r\n\r\n${'x'.repeat(70)}\r\n`.repeat(80_000));
    expect((await until('m_1', 'failed')).recipients[0]?.reply).toMatch(/larger than allowed 5000000/);
  });

  test('is not believed where its certificate must prove its name', async (context) => {
    const { send, until } = await to(await startPostfix(context), 'required');
    await send('m_1', { rcptTo: ['bob@receiver.test'] });
    expect((await until('m_1', 'deferred')).attempts[0]?.reply).toContain('self-signed certificate');
  });
});

describe('smtp-sink as the next hop', () => {
  test.for<[string, string[], 'deferred' | 'failed', RegExp, boolean]>([
    ['hangs up at the greeting', ['-q', 'connect'], 'deferred', /closed|reset/i, false],
    ['hangs up at EHLO', ['-q', 'ehlo,helo'], 'deferred', /closed|reset/i, false],
    ['hangs up at MAIL', ['-q', 'mail'], 'deferred', /closed|reset/i, false],
    ['hangs up at RCPT', ['-q', 'rcpt'], 'deferred', /closed|reset/i, false],
    ['hangs up at DATA', ['-p', '-q', 'data'], 'deferred', /closed|reset/i, false],
    ['hangs up at the final dot', ['-q', '.'], 'deferred', /may have it already/, true],
    ['goes down at MAIL', ['-Q', 'mail'], 'deferred', /^421/, false],
    ['goes down at the final dot', ['-Q', '.'], 'deferred', /^421/, false],
    ['refuses RCPT for now', ['-r', 'rcpt'], 'deferred', /^450 4\.3\.0/, false],
    ['refuses RCPT for good', ['-f', 'rcpt'], 'failed', /^500 5\.3\.0/, false],
    ['refuses DATA for now', ['-r', 'data'], 'deferred', /^450 4\.3\.0/, false],
    ['refuses the content for now', ['-r', '.'], 'deferred', /^450 4\.3\.0/, false],
    ['refuses the content for good', ['-f', '.'], 'failed', /^500 5\.3\.0/, false],
  ])('%s', async ([, options, state, reply, perhapsTaken], context) => {
    const { store, send, until } = await to(await startSink(context, options));
    await send('m_1', {}, CONTENT);
    const { attempts } = await until('m_1', state);
    expect(attempts[0]?.reply).toMatch(reply);
    expect(attempts[0]?.perhapsTaken).toBe(perhapsTaken);
    expect(await bounces(store)).toHaveLength(state === 'failed' ? 1 : 0);
  });

  test('that aborts in the middle of the content has not got the message', async (context) => {
    const { store, send } = await to(await startSink(context, ['-A', '0']));
    await send('m_1', {}, CONTENT);
    // Its 550 and the end of the connection come together: which one is seen first is not ours to say.
    await expect
      .poll(async () => (await store.deliveriesOf(['m_1']))[0], PATIENT)
      .toMatchObject({ tries: 1, state: expect.stringMatching(/^(deferred|failed)$/) });
  });

  test('that lost the answer to the final dot gets the message twice, and only then', async (context) => {
    const broken = await startSink(context, ['-q', '.']);
    const { send, until, advance } = await to(broken);
    await send('m_1');
    await until('m_1', 'deferred');
    advance(MINUTE);
    await until('m_1', 'deferred', 2);
    expect(await broken.stored()).toHaveLength(2);
  });

  test('takes a thousand messages, each once', async (context) => {
    const sink = await startSink(context, []);
    const { store, send } = await to(sink);
    for (let n = 0; n < 1_000; n++) await send(`m_${n}`, {}, `Subject: ${n}\r\n\r\nx\r\n`);
    await expect.poll(async () => (await store.queueTotals()).counts.delivered, PATIENT).toBe(1_000);
    const subjects = (await sink.stored()).map((text) => /^Subject: (\d+)$/m.exec(text)?.[1]);
    expect(new Set(subjects).size).toBe(1_000);
    expect(subjects).toHaveLength(1_000);
  });
});

describe('OpenSMTPD as the next hop', () => {
  test('stores what was stored here, byte for byte, without PIPELINING', async (context) => {
    const server = await startOpensmtpd(context);
    const { send, until } = await to(server);
    await send('m_1', { rcptTo: ['bob@receiver.test'] }, CONTENT);
    const { attempts } = await until('m_1', 'delivered');
    expect(attempts[0]?.reply).toMatch(/^250 2\.0\.0 .*Message accepted for delivery/);
    await expect.poll(async () => (await server.stored()).length, PATIENT).toBe(1);
    const [stored = ''] = await server.stored();
    expect(stored.endsWith(unix(CONTENT))).toBe(true);
  });

  test('refuses a recipient for good, and the sender is told', async (context) => {
    const { store, send, until } = await to(await startOpensmtpd(context));
    await send('m_1', { rcptTo: ['bob@receiver.test', 'x@else.test'] });
    expect((await until('m_1', 'failed')).recipients.map(({ state }) => state)).toEqual([
      'delivered',
      'failed',
    ]);
    expect(await bounces(store)).toHaveLength(1);
  });
});

describe('aiosmtpd as the next hop', () => {
  test('stores what was stored here, byte for byte, for addresses beyond ASCII too', async (context) => {
    const server = await startAiosmtpd(context);
    const { send, until } = await to(server);
    await send('m_1', { rcptTo: ['grüße@receiver.test'] }, CONTENT);
    await until('m_1', 'delivered');
    expect(await server.stored()).toEqual([CONTENT]);
  });
});
