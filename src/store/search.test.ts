import { describe, expect, it } from 'vitest';

import { aMessage, bytes } from './contract-samples.ts';
import { indexTerms, messageText, searchTerms } from './search.ts';

describe('searchTerms', () => {
  it.each([
    ['Hello, WORLD!', ['hello', 'world']],
    ['a b a', ['a', 'b']],
    ['Grüße aus Zürich', ['grusse', 'aus', 'zurich']],
    ['ＡＢＣ ﬁn', ['abc', 'fin']],
    ['bob@mail.example.test', ['bob', 'mail', 'example', 'test']],
    ['発注書 order42', ['発', '注', '書', 'order42']],
    ['x'.repeat(100), ['x'.repeat(64)]],
    ['\u0000\n"*^() -', []],
    ['', []],
  ])('cuts "%s" into words', (text, words) => {
    expect(searchTerms(text)).toEqual(words);
  });

  it('gives the same words for its own words', () => {
    const words = searchTerms('Grüße ＡＢＣ 発注書 straße Ω ﬁn İ ǅ');
    expect(searchTerms(words.join(' '))).toEqual(words);
  });
});

describe('messageText', () => {
  it('reads a message without MIME fields as plain text', async () => {
    expect(await messageText(bytes('Subject: hidden\r\n\r\nGrüße\r\n'))).toContain('Grüße');
    expect(await messageText(bytes('Subject: hidden\r\n\r\nGrüße\r\n'))).not.toContain('hidden');
  });

  it('decodes what MIME fields say, in whatever case they are written', async () => {
    const text = await messageText(bytes('CONTENT-transfer-encoding: base64\r\n\r\nR3LDvMOfZQ==\r\n'));
    expect(text).toContain('Grüße');
  });

  it('reads words between tags, as they are seen', async () => {
    const html = '<style>p{}</style><p>b<b>old</b></p>word<br>Gr&uuml;n&#33;<!-- no --><script>no()';
    const text = await messageText(bytes(`Content-Type: text/html\r\n\r\n${html}`));
    expect(searchTerms(text).filter((word) => word !== 'no')).toEqual(['bold', 'word', 'grun']);
    expect(text).not.toContain('no()');
  });

  it('reads no more of a text than 64 Ki characters, and nothing from bytes that are no message', async () => {
    const long = await messageText(bytes(`Subject: x\r\n\r\n${'word '.repeat(50_000)}`));
    expect(long.length).toBeLessThanOrEqual(64 * 1024);
    expect((await messageText(new Uint8Array([0, 255, 254, 13, 10]))).trim()).toBe('');
  });
});

describe('indexTerms', () => {
  it('takes in subject and every address', async () => {
    const message = aMessage('m_1', {
      subject: 'Topic',
      rcptTo: ['hidden@bcc.test'],
      to: 'Shown <to@x.test>',
    });
    const words = await indexTerms(message, new Uint8Array());
    expect(words).toEqual(expect.arrayContaining(['topic', 'hidden', 'bcc', 'shown', 'sales', 'acme']));
  });
});
