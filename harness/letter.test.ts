import { expect, test } from 'vitest';

import { writeLetter } from './letter.ts';

const text = (letter: Parameters<typeof writeLetter>[0]): string =>
  Buffer.from(writeLetter(letter).content).toString('utf8');

test('a letter of which only the sender is said is an ordinary message', () => {
  const { from, to, content, messageId } = writeLetter({ from: 'a@shop.test' });
  expect({ from, to }).toEqual({ from: 'a@shop.test', to: ['customer@receiver.test'] });
  expect(Buffer.from(content).toString()).toMatch(
    /^From: a@shop\.test\r\nTo: customer@receiver\.test\r\nSubject: Hello\r\nDate: .* \+0000\r\nMessage-ID: <.*>\r\n\r\nHello\.\r\n$/,
  );
  expect(messageId).toMatch(/@scenario\.test$/);
});

test('two letters have different identities', () => {
  expect(writeLetter({ from: 'a@shop.test' }).messageId).not.toBe(
    writeLetter({ from: 'a@shop.test' }).messageId,
  );
});

test('a header field replaces the usual one, is left out by null, and is written again and again by an array', () => {
  const header = { From: ['a@shop.test', 'b@shop.test'], Date: null, 'Message-ID': null, 'X-Priority': '1' };
  expect(text({ from: 'env@shop.test', header })).toBe(
    'From: a@shop.test\r\nFrom: b@shop.test\r\nTo: customer@receiver.test\r\nSubject: Hello\r\nX-Priority: 1\r\n\r\nHello.\r\n',
  );
});

test('a whole message is sent byte for byte, and known by the Message-ID of its header', () => {
  const message = 'From: a\nmessage-id: <x@y>\r\n\r\nMessage-ID: <z@z>';
  expect(writeLetter({ from: 'a@shop.test', message })).toMatchObject({
    content: new TextEncoder().encode(message),
    messageId: 'x@y',
  });
  expect(
    writeLetter({ from: 'a@shop.test', message: 'Subject: x\r\n\r\nMessage-ID: <z@z>' }).messageId,
  ).toBeNull();
});
