import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { SmtpHop } from '../model/next-hop.ts';
import { startHop, type Script } from './hop.test-kit.ts';
import { TIMEOUTS } from './smtp-connection.ts';
import { createSmtpTransport, MESSAGES_A_CONNECTION } from './smtp-transport.ts';
import type { Letter } from './transport.ts';

const transportTo = (hop: SmtpHop, more: Partial<Parameters<typeof createSmtpTransport>[0]> = {}) => {
  const transport = createSmtpTransport({ hop, name: 'plus.test', ...more });
  onTestFinished(() => transport.close());
  return transport;
};

const letter = (text = 'Subject: x\r\n\r\nhello\r\n', recipients = ['a@one.test']): Letter => {
  const bytes = Buffer.from(text, 'latin1');
  return {
    mailFrom: 'me@plus.test',
    recipients,
    size: bytes.length,
    utf8Header: false,
    content: pieces(bytes),
  };
};

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

const started = async (
  script: Script = {},
  more: Partial<SmtpHop> = {},
  options: Parameters<typeof transportTo>[1] = {},
) => {
  const hop = await startHop(script, more);
  return { hop, transport: transportTo(hop.hop, options) };
};

describe('a message on its way to the next hop', () => {
  it('arrives byte for byte, with the dots of lines that begin with one doubled on the way', async () => {
    const { hop, transport } = await started();
    const text = `X: ${'y'.repeat(996)}\r\n.dot: z\r\n\r\n.\r\n..\r\n a \r\n\r\n\xe9\xff\0\t \r\n${'.\r\n'.repeat(2_000)}`;
    expect(await transport.send(letter(text))).toMatchObject({
      reached: true,
      tls: null,
      perhapsTaken: false,
    });
    expect(hop.messages.map((got) => got.toString('latin1'))).toEqual([text.replace(/^\./gm, '..')]);
  });

  it('says its size, that it may have eight bits, and asks for all recipients at once', async () => {
    const { hop, transport } = await started();
    await transport.send(letter('a: b\r\n\r\nc\r\n', ['a@one.test', 'ü@two.test']));
    expect(hop.commands).toEqual([
      'EHLO plus.test',
      'MAIL FROM:<me@plus.test> SMTPUTF8 BODY=8BITMIME SIZE=11',
      'RCPT TO:<a@one.test>',
      'RCPT TO:<ü@two.test>',
      'DATA',
    ]);
  });

  it('does without what the next hop does not offer', async () => {
    const { hop, transport } = await started({ extensions: [] });
    expect((await transport.send(letter())).replies[0]?.outcome).toBe('delivered');
    expect(hop.commands).toContain('MAIL FROM:<me@plus.test>');
  });

  it('has a reply for each recipient', async () => {
    const rcpt = (address: string) =>
      ({ 'b@one.test': '550 5.1.1 who?', 'c@one.test': '451 4.7.1 greylisted' })[address] ?? '250 2.1.5 ok';
    const { transport } = await started({ rcpt });
    const { replies } = await transport.send(
      letter('x: y\r\n\r\n', ['a@one.test', 'b@one.test', 'c@one.test']),
    );
    expect(replies).toEqual([
      { address: 'a@one.test', outcome: 'delivered', reply: '250 2.0.0 taken' },
      { address: 'b@one.test', outcome: 'failed', reply: '550 5.1.1 who?' },
      { address: 'c@one.test', outcome: 'deferred', reply: '451 4.7.1 greylisted' },
    ]);
  });

  it('has one as well where none of the recipients is taken', async () => {
    const rcpt = (address: string) => (address === 'a@one.test' ? '550 5.1.1 who?' : '450 4.2.1 later');
    for (const extensions of [['PIPELINING'], []]) {
      const { hop, transport } = await started({ rcpt, extensions });
      const { replies } = await transport.send(letter('x: y\r\n\r\n', ['a@one.test', 'b@one.test']));
      expect(replies.map(({ outcome, reply }) => `${outcome} ${reply}`)).toEqual([
        'failed 550 5.1.1 who?',
        'deferred 450 4.2.1 later',
      ]);
      expect(hop.messages).toEqual([]);
    }
  });

  it.each<[string, Script, string]>([
    ['MAIL for now', { mail: () => '451 4.3.0 busy' }, 'deferred 451 4.3.0 busy'],
    ['MAIL for good', { mail: () => '550 5.7.1 not you' }, 'failed 550 5.7.1 not you'],
    ['DATA', { data: '554 5.5.1 no' }, 'failed 554 5.5.1 no'],
    ['the content for now', { end: () => '452 4.3.1 full' }, 'deferred 452 4.3.1 full'],
    [
      'the content for good',
      { end: () => '554-5.6.0 no\r\n554 5.6.0 spam' },
      'failed 554-5.6.0 no\n554 5.6.0 spam',
    ],
    ['all with 421', { mail: () => '421 4.3.2 going down' }, 'deferred 421 4.3.2 going down'],
  ])('is refused at %s', async (_, script, words) => {
    for (const extensions of [['PIPELINING'], []]) {
      const { transport } = await started({ ...script, extensions });
      const { reached, perhapsTaken, replies } = await transport.send(letter());
      expect({ reached, perhapsTaken }).toEqual({ reached: true, perhapsTaken: false });
      expect(replies.map(({ outcome, reply }) => `${outcome} ${reply}`)).toEqual([words]);
    }
  });

  it('is not sent where the next hop says that it is too large', async () => {
    const { hop, transport } = await started({ extensions: ['SIZE 10'] });
    const { replies } = await transport.send(letter('x: y\r\n\r\nlonger\r\n'));
    expect(replies[0]).toMatchObject({ outcome: 'failed', reply: expect.stringContaining('larger') });
    expect(hop.commands).toEqual(['EHLO plus.test']);
  });
});

describe('a connection that is lost', () => {
  it('before the final dot leaves no doubt', async () => {
    const { transport } = await started({ data: 'hang up' });
    const sent = await transport.send(letter());
    expect(sent).toMatchObject({ reached: true, perhapsTaken: false });
    expect(sent.replies[0]?.outcome).toBe('deferred');
  });

  it('after the final dot may have brought the message, and that is said', async () => {
    const { hop, transport } = await started({ end: () => 'hang up' });
    const sent = await transport.send(letter());
    expect(hop.messages).toHaveLength(1);
    expect(sent).toMatchObject({ reached: true, perhapsTaken: true });
    expect(sent.replies[0]).toMatchObject({
      outcome: 'deferred',
      reply: expect.stringContaining('may have it'),
    });
  });

  it('is given up after a silence', async () => {
    const hop = await startHop({ end: () => 'silence' });
    const transport = transportTo(hop.hop, { timeouts: { ...TIMEOUTS, silence: 1_500 } });
    const sent = await transport.send(letter());
    expect(sent).toMatchObject({ perhapsTaken: true, reply: expect.stringMatching(/timeout/i) });
  });

  it.each<[string, Script]>([
    ['after the final dot', { end: () => 'silence' }],
    ['in answer to RCPT', { rcpt: () => 'silence' }],
  ])('is given up where a tarpit says a little now and then, %s', async (_, script) => {
    const { hop, transport } = await started(script, {}, { timeouts: { ...TIMEOUTS, whole: 1_500 } });
    // oxlint-disable-next-line no-restricted-globals -- it keeps up the tarpit's side, and waits for nothing
    const dripping = setInterval(() => hop.say('250-not yet'), 20);
    const sent = await transport.send(letter());
    clearInterval(dripping);
    expect(sent.replies[0]).toMatchObject({
      outcome: 'deferred',
      reply: expect.stringContaining('took longer than 2 seconds'),
    });
    expect(sent.perhapsTaken).toBe('end' in script);
    expect(transport.connections()).toBe(0);
  });

  it('ends with the transport', async () => {
    const { hop, transport } = await started({ end: () => 'silence' });
    const sending = transport.send(letter());
    await hop.got(1);
    transport.close();
    expect((await sending).replies[0]?.outcome).toBe('deferred');
  });

  it.each([
    ['552 5.3.4 too much', 'failed', /^552 5\.3\.4 too much$/],
    ['250 2.0.0 taken', 'deferred', /before it had the whole message: 250 2\.0\.0 taken/],
  ])('is no good for another message where %s came in the middle of one', async (says, outcome, words) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 hop.test\r\n');
      let inData = false;
      socket.on('data', (chunk) => {
        if (!inData) socket.write(chunk.includes('DATA\r\n') ? '354 go on\r\n' : '250 ok\r\n');
        else if (chunk.includes('hello')) socket.write(`${says}\r\n`);
        inData ||= chunk.includes('DATA\r\n');
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const { hop } = await startHop();
    const transport = transportTo({ ...hop, port: (server.address() as AddressInfo).port });
    const more = Promise.withResolvers<void>();
    onTestFinished(() => more.resolve());
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x: y\r\n\r\nhello\r\n');
      await more.promise;
    }
    const sent = await transport.send({ ...letter(), content: slow() });
    expect(sent.replies[0]).toMatchObject({ outcome, reply: expect.stringMatching(words) });
    expect(transport.connections()).toBe(0);
  });

  it('says so where the content cannot be read', async () => {
    const { hop, transport } = await started();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x: y\r\n\r\n');
      throw new Error('the message "m_1" was deleted while it was read');
    }
    const sent = await transport.send({ ...letter(), content: broken() });
    expect(sent).toMatchObject({ perhapsTaken: false, reply: expect.stringContaining('was deleted') });
    expect(sent.replies[0]?.outcome).toBe('deferred');
    expect(hop.messages).toEqual([]);
  });
});

describe('a next hop that is not reached', () => {
  it.each<[string, Script, RegExp]>([
    ['refuses everybody', { greeting: '554 5.3.2 closed' }, /554 5\.3\.2 closed/],
    ['hangs up', { greeting: 'hang up' }, /closed|ECONNRESET|reset/i],
    ['says nothing', { greeting: 'silence' }, /greeting|timeout/i],
  ])('because it %s', async (_, script, words) => {
    const hop = await startHop(script);
    const transport = transportTo(hop.hop, { timeouts: { ...TIMEOUTS, setUp: 300 } });
    const sent = await transport.send(letter());
    expect(sent).toMatchObject({ reached: false, perhapsTaken: false, reply: expect.stringMatching(words) });
    expect(sent.replies[0]?.outcome).toBe('deferred');
  });

  it('because nobody listens there', async () => {
    const { hop, transport } = await started();
    await hop.stop();
    expect(await transport.send(letter())).toMatchObject({
      reached: false,
      reply: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('connections', () => {
  it('are kept for the next message, with RSET between them', async () => {
    const { hop, transport } = await started();
    await transport.send(letter());
    await transport.send(letter());
    expect(hop.commands.filter((line) => /^(EHLO|RSET)/.test(line))).toEqual(['EHLO plus.test', 'RSET']);
    expect(transport.connections()).toBe(1);
  });

  it('are kept after a refusal', async () => {
    const { hop, transport } = await started({ end: (n) => (n === 0 ? '554 no' : '250 ok') });
    expect((await transport.send(letter())).replies[0]?.outcome).toBe('failed');
    expect((await transport.send(letter())).replies[0]?.outcome).toBe('delivered');
    expect(hop.commands.filter((line) => line.startsWith('EHLO'))).toHaveLength(1);
  });

  it('that the next hop ended meanwhile are replaced, and no message notices', async () => {
    const { hop, transport } = await started();
    await transport.send(letter());
    hop.hangUpAll();
    expect((await transport.send(letter())).replies[0]?.outcome).toBe('delivered');
  });

  it('are ended when nothing comes', async () => {
    const hop = await startHop();
    const transport = transportTo(hop.hop, { idleMs: 1 });
    await transport.send(letter());
    await expect.poll(() => hop.commands.at(-1), { timeout: 30_000 }).toBe('QUIT');
    expect(transport.connections()).toBe(0);
  });

  it('carry a limited number of messages each', async () => {
    const { hop, transport } = await started();
    for (let n = 0; n <= MESSAGES_A_CONNECTION; n++) await transport.send(letter());
    expect(hop.commands.filter((line) => line.startsWith('EHLO'))).toHaveLength(2);
  });
});

describe('a login', () => {
  const auth = { username: 'me', password: 'p%$ECRET/+' };

  it('goes first', async () => {
    const { hop, transport } = await started({ extensions: ['AUTH PLAIN LOGIN'] }, { auth });
    expect((await transport.send(letter())).replies[0]?.outcome).toBe('delivered');
    expect(hop.commands[1]).toBe(`AUTH PLAIN ${Buffer.from(`\0me\0${auth.password}`).toString('base64')}`);
  });

  it('that is refused is told without its secret, even where the next hop repeats it', async () => {
    const encoded = Buffer.from(`\0me\0${auth.password}`).toString('base64');
    const { transport } = await started(
      { extensions: ['AUTH PLAIN'], auth: `535 5.7.8 bad ${encoded} ${auth.password}` },
      { auth },
    );
    const sent = await transport.send(letter());
    expect(sent).toMatchObject({ reached: false, reply: '535 5.7.8 bad *** ***' });
    expect(JSON.stringify(sent)).not.toContain('ECRET');
    expect(JSON.stringify(sent)).not.toContain(encoded);
  });
});
