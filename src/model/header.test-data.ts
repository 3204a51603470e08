/** Header blocks for the tests: a grammar of honest and disguised pieces. Mine is `me@mine.test`, foreign `ceo@bank.test`. */

import fc from 'fast-check';

export const encoder = new TextEncoder();

const OWN = [
  'me@mine.test',
  'ME@Mine.test',
  '"me"@mine.test',
  'me@xn--bcher-kva.example',
  'me@bücher.example',
  'jörg@mine.test',
  '"me too"@mine.test',
  'me@[192.0.2.1]',
  'me@[IPv6:2001:db8::1]',
  'me+tag@mine.test',
  'x=y@mine.test',
  "o'me@mine.test",
];

const FOREIGN = [
  'ceo@bank.test',
  'CEO@bank.test',
  '"ceo@bank.test"@mine.test',
  'ceo @ bank.test',
  'ceo＠bank.test',
  '<ceo@bank.test>',
  '@bank.test:me@mine.test',
  'ceo@bank.test@mine.test',
  'ceo%bank.test@mine.test',
  'ceo@ba\u200bnk.test',
  '=?utf-8?q?ceo=40bank.test?=',
  '=?utf-8?b?PGNlb0BiYW5rLnRlc3Q+?=',
  'ceo@localhost',
];

const own = fc.constantFrom(...OWN);
const foreign = fc.constantFrom(...FOREIGN);

const q = (text: string): string =>
  `=?utf-8?Q?${text.replace(/[^a-z]/gi, (letter) => Array.from(encoder.encode(letter), (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''))}?=`;
const b = (text: string): string => `=?UTF-8?b?${btoa(String.fromCharCode(...encoder.encode(text)))}?=`;

/** What people put in names, and what breaks parsers. */
const NAMES = [
  'Me',
  'Jörg',
  'Doe, John',
  'a (b) c',
  'Sales @ Acme',
  'a "b" c',
  '\\',
  '"',
  ')',
  '(',
  '<',
  '>',
  ';',
  ':',
  'Group: x;',
  '.',
  'J. Doe',
  '=?',
  '?=',
  "it's",
  'x',
  '0',
  '😀',
  '',
  ' ',
  ',',
  '--',
  '=',
  '<me@mine.test>',
  'me@mine.test',
  '[x]',
  '@',
];
const words = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: foreign }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((names) => names.join(' '));

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
const commented = (text: string): string => `(${text.replace(/[()\\]/g, '\\$&')})`;

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Me', 'Me Too', 'Jörg', "O'Me") },
  { weight: 3, arbitrary: words.map(quote) },
  { weight: 3, arbitrary: words.map((text) => (text === '' ? '' : q(text))) },
  { weight: 2, arbitrary: words.map(b) },
  { weight: 1, arbitrary: words },
  { weight: 1, arbitrary: fc.tuple(words, words).map(([one, two]) => `${q(one)} ${q(two)}`) },
  { weight: 1, arbitrary: fc.tuple(words, words).map(([one, two]) => `${quote(one)} ${quote(two)}`) },
  { weight: 1, arbitrary: words.map((text) => quote(b(text))) },
);

const comment = fc.oneof(
  { weight: 3, arbitrary: words.map(commented) },
  { weight: 1, arbitrary: fc.tuple(words, words).map(([one, two]) => `(${one}${commented(two)})`) },
  { weight: 1, arbitrary: fc.tuple(words, words).map(([one, two]) => `(${commented(one)}${two})`) },
  { weight: 1, arbitrary: words.map((text) => `(${q(text)})`) },
);

const blank = fc.constantFrom('', ' ', ' ', '  ', '\t', '\r\n ', '\r\n\t');
const blanks = fc.constantFrom(' ', ' ', '  ', '\t', '\r\n ');

const address = fc.oneof({ weight: 19, arbitrary: own }, { weight: 1, arbitrary: foreign });

const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 2) =>
  fc.oneof({ weight, arbitrary: fc.constant('') }, { weight: 1, arbitrary });

const mailbox = fc.oneof(
  fc
    .tuple(
      blank,
      maybe(comment, 4),
      blank,
      name,
      blanks,
      maybe(comment, 4),
      blank,
      address,
      blank,
      maybe(comment, 4),
      blank,
    )
    .map(([s0, c0, s1, text, s2, c1, s3, at, s4, c2, s5]) =>
      [s0, c0, s1, text, s2, c1, s3, s0 === ' ' ? `< ${at}\t>` : `<${at}>`, s4, c2, s5].join(''),
    ),
  fc
    .tuple(blank, maybe(comment), blank, address, blank, maybe(comment), blank)
    .map((parts) => parts.join('')),
);

const list = fc.oneof(
  { weight: 6, arbitrary: mailbox },
  { weight: 2, arbitrary: fc.tuple(mailbox, mailbox).map((both) => both.join(',')) },
  { weight: 1, arbitrary: fc.tuple(mailbox, mailbox).map(([one, two]) => `Group: ${one}, ${two};`) },
);

const SPLINTERS = [
  '"',
  '\\',
  '(',
  ')',
  '<',
  '>',
  ',',
  ';',
  ':',
  '@',
  '.',
  ' ',
  '\t',
  '\r\n ',
  '=?',
  '?=',
  '[',
  ']',
  '\0',
  '\r',
  '\n',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\x0b',
  ' <ceo@bank.test>',
  'ceo@bank.test ',
  ', ceo@bank.test',
  '(ceo@bank.test)',
  '"ceo@bank.test" ',
  'a@b',
];

/** Puts splinters into a text. */
const broken = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      texts,
      fc.array(fc.tuple(fc.nat({ max: 200 }), fc.constantFrom(...SPLINTERS), fc.nat({ max: 1 })), {
        minLength: 1,
        maxLength: 2,
      }),
    )
    .map(([text, splinters]) =>
      splinters.reduce(
        (so, [at, splinter, drop]) =>
          so.slice(0, at % (so.length + 1)) + splinter + so.slice((at % (so.length + 1)) + drop),
        text,
      ),
    );

/** Values of a From field; about half of them sound. */
export const fromValue = fc.oneof({ weight: 3, arbitrary: list }, { weight: 1, arbitrary: broken(list) });

const FROM_NAMES = [
  'From',
  'from',
  'FROM',
  'From ',
  'From\t',
  ' From',
  '\tFrom',
  'Fr om',
  'From\0',
  '\ufeffFrom',
  '\u200bFrom',
  'From\u00a0',
  'Ｆrom',
  'X\r\nFrom',
  'X: y\nFrom',
  'X: y\rFrom',
  'X: y\x0bFrom',
  'X: y\u2028From',
  'X: y\r\n From',
  '>From',
  'From x',
  'Fro\r\n m',
  ': From',
];

const disguised = fc
  .tuple(fc.constantFrom(...FROM_NAMES), fromValue)
  .map(([field, value]) => `${field}: ${value}`);

const OTHERS = [
  'To: you@there.test',
  'Subject: hello',
  'Subject: a\r\n b: c\r\n\td',
  'Sender: me@mine.test',
  'Sender: Me <me@mine.test>',
  'Reply-To: ceo@bank.test',
  'Received: from a\r\n\tby b; x',
  'X-Y: "',
  'X-Y: (',
  'Bcc:',
  'Subject: Jörg',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
];
const ODD = [
  ' ',
  '\t',
  ' x',
  'no colon',
  'From ceo@bank.test Mon Jan 1 00:00:00 2024',
  '',
  ':',
  'X-Y: \0',
  'X Y: z',
  'X-Y: a\rb',
  'X-Y: a\nb',
  '\r',
  '\n',
  'ÄX: y',
  'Sender: ceo@bank.test, me@mine.test',
];

const line = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...OTHERS) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD) },
  { weight: 1, arbitrary: disguised },
);

/** Whole messages: mostly one From field in its place, sometimes with company. */
export const message = fc
  .tuple(
    fc.array(line, { maxLength: 3 }),
    fromValue,
    fc.array(line, { maxLength: 3 }),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant('\r\n') },
      { weight: 1, arbitrary: fc.constantFrom('\n', '\r', '\r\r\n', '\r\n ') },
    ),
  )
  .map(
    ([before, value, after, end]) =>
      `${[...before, `From: ${value}`, ...after].join(end)}${end}${end}body\r\nFrom: ceo@bank.test\r\n`,
  );
