import { describe, expect, it } from 'vitest';

import { bounces, house, textOf } from './house.test-kit.ts';
import { offersSmtpUtf8 } from './smtputf8.ts';

const PLAIN = { extensions: ['PIPELINING', '8BITMIME'] };

describe('a next hop without SMTPUTF8', () => {
  it('gets no address beyond ASCII: that recipient fails with 5.6.7 and a bounce, the others get the message', async () => {
    const { hop, store, send, until } = await house(PLAIN);
    await send('m_1', { rcptTo: ['jürgen@two.test', 'a@one.test'] });
    const { recipients } = await until('m_1', 'failed');
    expect(recipients.map(({ state, reply }) => [state, reply])).toEqual([
      ['failed', expect.stringMatching(/^5\.6\.7 .*"jürgen@two\.test" needs/)],
      ['delivered', '250 2.0.0 taken'],
    ]);
    expect(hop.commands.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
      expect.stringMatching(/^MAIL FROM:<[\w.@]+> BODY=8BITMIME$/),
      'RCPT TO:<a@one.test>',
    ]);
    const [bounce] = await bounces(store);
    expect(await textOf(store, bounce!)).toContain('Status: 5.6.7');
  });

  it('gets a domain beyond ASCII in A-labels, and answers for it', async () => {
    const { hop, send, until } = await house({
      ...PLAIN,
      rcpt: (address) => (address.startsWith('b@') ? '550 5.1.1 who?' : '250 ok'),
    });
    const rcptTo = ['b@bücher.test', 'a@bücher.test', 'jürgen@bücher.test'];
    await send('m_1', { mailFrom: 'me@bücher.test', rcptTo });
    const { recipients } = await until('m_1', 'failed');
    expect(recipients.map(({ address, state, reply }) => [address, state, reply?.slice(0, 9)])).toEqual([
      ['b@bücher.test', 'failed', '550 5.1.1'],
      ['a@bücher.test', 'delivered', '250 2.0.0'],
      ['jürgen@bücher.test', 'failed', '5.6.7 not'],
    ]);
    expect(
      hop.commands.filter((line) => /^(MAIL|RCPT)/.test(line)).map((line) => line.split(' ')[1]),
    ).toEqual(['FROM:<me@xn--bcher-kva.test>', 'TO:<b@xn--bcher-kva.test>', 'TO:<a@xn--bcher-kva.test>']);
  });

  it('is asked once for one who is named by both forms of a domain', async () => {
    const { hop, send, until } = await house(PLAIN);
    await send('m_1', { rcptTo: ['a@bücher.test', 'a@xn--bcher-kva.test'] });
    const { recipients } = await until('m_1', 'delivered');
    expect(recipients.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(hop.received.map(({ to }) => to)).toEqual([['a@xn--bcher-kva.test']]);
  });

  it.each<[string, string, string, string]>([
    ['a sender beyond ASCII', 'jürgen@plus.test', 'Subject: x', '5.6.7'],
    ['a From beyond ASCII', 'me@plus.test', 'From: Jürgen <me@plus.test>', '5.6.9'],
    [
      'a From that is beyond ASCII where it is folded',
      'me@plus.test',
      'From: a\r\n\t(ü) <me@plus.test>',
      '5.6.9',
    ],
  ])('gets nothing with %s, and is not asked', async (_, mailFrom, field, code) => {
    const { hop, store, send, until } = await house(PLAIN);
    await send('m_1', { mailFrom }, Buffer.from(`${field}\r\n\r\nhello\r\n`).toString('latin1'));
    expect((await until('m_1', 'failed')).recipients[0]?.reply).toMatch(`${code} not sent`);
    expect(hop.commands).toEqual(['EHLO plus.test']);
    expect(await bounces(store)).toHaveLength(1);
    // The connection is as good as it was.
    await send('m_2');
    await until('m_2', 'delivered');
    expect(hop.commands.filter((line) => line.startsWith('EHLO'))).toHaveLength(1);
  });

  it('gets what clients write without SMTPUTF8 as it is: text beyond ASCII in a subject or a body', async () => {
    const { hop, send, until } = await house(PLAIN);
    const text = 'From: me@plus.test\r\nSubject: \xfc\r\n\r\nFrom: \xfc\r\n';
    await send('m_1', {}, text);
    await until('m_1', 'delivered');
    expect(hop.messages.map((content) => content.toString('latin1'))).toEqual([text]);
  });
});

describe('a next hop with SMTPUTF8', () => {
  it.each([
    ['an address', 'ü@two.test', 'Subject: x'],
    ['the header alone', 'a@two.test', 'From: Jürgen <me@plus.test>'],
  ])('is asked for it once where %s needs it', async (_, to, field) => {
    const { hop, send, until } = await house();
    await send('m_1', { rcptTo: [to] }, Buffer.from(`${field}\r\n\r\nhello\r\n`).toString('latin1'));
    await until('m_1', 'delivered');
    await send('m_2');
    await until('m_2', 'delivered');
    expect(
      hop.commands.filter((line) => line.startsWith('MAIL')).map((line) => line.split(' SMTPUTF8').length),
    ).toEqual([2, 1]);
  });
});

it.each([
  ['250-hop.test\n250-SMTPUTF8\n250 SIZE 5', true],
  ['250-hop.test\r\n250-SIZE 5\r\n250 smtputf8', true],
  ['250 SMTPUTF8', false],
  ['250-hop.test SMTPUTF8\r\n250 SIZE', false],
  ['250-hop.test\r\n250 X-SMTPUTF8-LIKE', false],
  ['', false],
])('the answer %j to EHLO offers it: %s', (answer, offers) => {
  expect(offersSmtpUtf8(answer)).toBe(offers);
});
