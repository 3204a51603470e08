import { describe, expect, test } from 'vitest';
import { findLinks } from './find-links.ts';

const find = (
  text: string | null,
  html: string | null = null,
  headers: { name: string; value: string }[] = [],
) => findLinks({ text, html, headers });

describe('links', () => {
  test.each<[string, string[]]>([
    ['see https://acme.test/a?b=c&d=%20#e for more', ['https://acme.test/a?b=c&d=%20#e']],
    ['open http://127.0.0.1:8025/verify/Ab_-9.', ['http://127.0.0.1:8025/verify/Ab_-9']],
    ['(https://acme.test/a)', ['https://acme.test/a']],
    [
      'https://acme.test/wiki/A_(b), and <https://acme.test/c>',
      ['https://acme.test/wiki/A_(b)', 'https://acme.test/c'],
    ],
    [
      '"https://acme.test/quoted" and https://acme.test/!?',
      ['https://acme.test/quoted', 'https://acme.test/'],
    ],
    ['https://acme.test/x https://acme.test/x', ['https://acme.test/x']],
    ['HTTPS://ACME.test/Up', ['HTTPS://ACME.test/Up']],
    ['https://bücher.test/größe。', ['https://bücher.test/größe']],
    ['mailto:help@acme.test?subject=x', ['mailto:help@acme.test?subject=x']],
    ['ftp://acme.test/ javascript:alert(1) www.acme.test help@acme.test https:// mailto:nobody', []],
    ['https://[2001:db8::1]:8025/x]', ['https://[2001:db8::1]:8025/x']],
    ['*https://acme.test/bold*', ['https://acme.test/bold']],
  ])('of %j are %j', (text, links) => {
    expect(find(text).links).toEqual(links);
  });

  test('of HTML are href and src, decoded', () => {
    const html = `<a class=x href="https://acme.test/?a=1&amp;b=&#50;&copy=3">x</a><img src='https://acme.test/i.png'>
      <A HREF = https://acme.test/bare>y</A><a href="#top">z</a><img src="cid:1"><a href="javascript:alert(1)">j</a>`;
    expect(find(null, html).links).toEqual([
      'https://acme.test/?a=1&b=2&copy=3',
      'https://acme.test/i.png',
      'https://acme.test/bare',
    ]);
  });

  test('of text come first, those of List-Unsubscribe last, none twice', () => {
    const headers = [{ name: 'List-Unsubscribe', value: '<mailto:out@acme.test>, <https://acme.test/out>' }];
    expect(
      find(
        'https://acme.test/1',
        '<a href="https://acme.test/1">1</a><a href="https://acme.test/2">',
        headers,
      ).links,
    ).toEqual([
      'https://acme.test/1',
      'https://acme.test/2',
      'mailto:out@acme.test',
      'https://acme.test/out',
    ]);
  });
});

describe('codes', () => {
  test.each<[string, string[]]>([
    ['Your verification code is 483920.', ['483920']],
    ['483920 is your Acme code', ['483920']],
    ['Your code:\n\n    4839\n\nIt expires in 10 minutes.', ['4839']],
    ['Use PIN 0042', ['0042']],
    ['G-483920 is your Google verification code.', ['483920']],
    ['one-time password: 483 920', ['483 920']],
    ['Your login code is A1B2C3', ['A1B2C3']],
    ['code: a1b2c3', ['a1b2c3']],
    ['OTP: 123-456', ['123-456']],
    ['Recovery code ABCD-12EF-GH34', ['ABCD-12EF-GH34']],
    ['Ihr Bestätigungscode lautet 771204', ['771204']],
    ['Votre code de vérification est : 771204', ['771204']],
    ['Su código de verificación es 771204', ['771204']],
    ['Il tuo codice è 771204', ['771204']],
    ['Seu código é 771204', ['771204']],
    ['Twój kod to 771204', ['771204']],
    ['Uw verificatiecode: 771204', ['771204']],
    ['Ваш код подтверждения: 771204', ['771204']],
    ['您的验证码为771204，请勿泄露', ['771204']],
    ['認証コード：771204', ['771204']],
    ['인증번호 [771204]', ['771204']],
    ['Kodunuz: kod 771204', ['771204']],
    ['رمز التحقق 771204', ['771204']],
    ['code 2026', ['2026']],
    // What is no code.
    ['Order 483920 has shipped', []],
    ['The code of conduct has changed. Since 2026 it has 1200 words', []],
    ['Enter the code by 10:30 on 2026-11-24', []],
    ['code: https://acme.test/483920', []],
    ['your code was used to pay $1200.00', []],
    ['Your code is waiting in the app', []],
    ['call +49-30-483920 for a code', []],
  ])('in %j are %j', (text, codes) => {
    expect(find(text).codes).toEqual(codes);
  });

  test('are found in the subject and in HTML alone, across its tags', () => {
    const html =
      '<style>.code{width:483920px}</style><p>Your code is</p><div><b>12<!-- -->34</b><b>56</b></div>';
    expect(find(null, html).codes).toEqual(['123456']);
    expect(find(null, null, [{ name: 'Subject', value: '998877 is your code' }]).codes).toEqual(['998877']);
  });
});

test('odd and endless input does no harm', () => {
  const odd = [
    '<a href="',
    '<',
    '<!--',
    "href='",
    'https://',
    'code',
    '1',
    '(',
    'https://acme.test/(((',
    '&#',
    '</style',
    '<style>',
    ')',
    '](',
    'https://acme.test/)',
  ];
  odd.push(`https://acme.test/${')'.repeat(1_000_000)}`, `code ${'1 '.repeat(500_000)}`);
  for (const text of odd.map((piece) => piece.repeat(piece.length > 100 ? 1 : 200_000)))
    expect(() => find(text, text)).not.toThrow();
});
