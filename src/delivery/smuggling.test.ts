import { expect, onTestFinished, test } from 'vitest';

import { startHop } from './hop.test-kit.ts';
import { createSmtpTransport } from './smtp-transport.ts';

async function* inPieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += length) yield Buffer.from(text.slice(at, at + length), 'latin1');
}

// The library ends every line with CRLF on the way out; by that, what is content here is content there.
test.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n.\r', '\r.\r\n', '\n.\r', '\r.\n'])(
  'a next hop that takes any of CR, LF and CRLF for the end of a line finds no end of a message in %j',
  async (end) => {
    const hop = await startHop();
    const transport = createSmtpTransport({ hop: hop.hop, name: 'plus.test' });
    onTestFinished(() => transport.close());
    const smuggled = `MAIL FROM:<ceo@bank.test>\r\nRCPT TO:<v@c.test>\r\nDATA\r\nSubject: smuggled\r\n`;
    const text = `Subject: x\r\n\r\nhello${end}${smuggled}`;
    for (const length of [1, 7, 1000])
      await transport.send({
        ...{ mailFrom: 'me@plus.test', recipients: ['a@one.test'], size: text.length, utf8Header: false },
        content: inPieces(text, length),
      });
    expect(hop.messages).toHaveLength(3);
    for (const message of hop.messages) {
      const lines = message.toString('latin1').split(/\r\n|\r|\n/);
      expect(lines).not.toContain('.');
      expect(lines).toContain('Subject: smuggled');
    }
  },
);
