/** What a person is told of each defect: the value at fault in quotes, and the way out. */

import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { parseDomain } from './domain.ts';
import { decodeEncodedWords } from './encoded-word.ts';
import { parseMailCommand, parseRcptCommand } from './envelope-path.ts';
import { readHeaderBlock } from './header-block.ts';
import { parseMailboxList } from './mailbox.ts';
import { readOriginators } from './originators.ts';
import { parsePortRanges } from './port-range.ts';
import type { Result } from './result.ts';
import { parseSenderList } from './sender-list.ts';

type Told = { message: string }[];

const encoder = new TextEncoder();
const PLAIN = { smtpUtf8: false };
const message = (header: string): Uint8Array => encoder.encode(`${header}\r\n\r\n`);
const errorOf = (read: Result<unknown, { message: string }>): Told => (read.ok ? [] : [read.error]);

const READERS: Record<string, (text: string) => Told> = {
  header(text) {
    const { defects, fields } = readHeaderBlock(message(text), PLAIN);
    return [...defects, ...fields.flatMap((field) => field.defects)];
  },
  originators(text) {
    const { fromDefects, others } = readOriginators(message(text), PLAIN);
    return [...fromDefects, ...others.flatMap(({ defects }) => defects)];
  },
  mail(text) {
    const read = parseMailCommand(encoder.encode(text));
    return read.ok ? errorOf(read.value.path) : [read.error];
  },
  rcpt(text) {
    const read = parseRcptCommand(encoder.encode(text));
    return read.ok ? errorOf(read.value.path) : [read.error];
  },
  mailboxes: (text) => errorOf(parseMailboxList(text, PLAIN)),
  'encoded words': (text) => errorOf(decodeEncodedWords(text)),
  address: (text) => errorOf(parseAddress(text, PLAIN)),
  'address with SMTPUTF8': (text) => errorOf(parseAddress(text)),
  domain: (text) => errorOf(parseDomain(text)),
  'domain or literal': (text) => errorOf(parseDomain(text, { literal: true })),
  domains(text) {
    const read = parseSenderList(text, 'domain');
    return read.ok ? [] : read.error;
  },
  senders(text) {
    const read = parseSenderList(text, 'address');
    return read.ok ? [] : read.error;
  },
  ports: (text) => errorOf(parsePortRanges(text)),
};

/** By reader, what it is given and the one thing that it says. */
const WORDS: Record<keyof typeof READERS, [text: string, words: string][]> = {
  header: [
    ['X: a\rb', 'a CR stands without its LF in the header block: end lines with CRLF'],
    ['X: a\nb', 'an LF stands without its CR in the header block: end lines with CRLF'],
    ['X: a\u0000b', 'a NUL stands in the header block: leave it out'],
    ['X: a\u0007b', 'the control character "\ufffd" stands in the header block: leave it out'],
    [' X: y', 'the header block begins with a blank, in " X: y": begin it with a field'],
    [
      'From me@mine.test',
      '"From me@mine.test" is the separator of a mailbox file, not a field: leave it out',
    ],
    ['Hello there', '"Hello there" is no field: write it as "Name: value", or an empty line before the body'],
    [': x', '": x" has no name before the colon: write it as "Name: value"'],
    ['XÄ: z', '"XÄ" is no field name: write it in ASCII'],
    ['\ufeffX: z', '"\ufeffX" is no field name: write it in ASCII'],
    ['X : y', '"X " has a blank before the colon: leave it out'],
    ['X Y: z', '"X Y" is no field name: leave blanks and controls out'],
    ['X: a\r\n ', 'the field "X" has a line of blanks, where some readers end the header: leave it out'],
    [
      `Subject: ${'x'.repeat(990)}From: a@b.test`,
      `"Subject: ${'x'.repeat(191)}..." has more than 998 octets and a "From:" in it: fold it`,
    ],
    [`From: ${'x'.repeat(994)}`, 'a line of "From" has more than 998 octets: fold it'],
    [
      'From: Jörg <a@x.test>',
      '"From" holds characters beyond ASCII: write names as encoded words, or send with SMTPUTF8',
    ],
    [
      'X: a\u2028From: b',
      'a From hides behind a line break that not all readers see, in "X: a\ufffdFrom: b": write one From field',
    ],
  ],
  originators: [
    [
      'From: a@x.test,b@x.test',
      '"From" names several mailboxes without a "Sender": add a "Sender" field that names the one who sends',
    ],
    ['From: a@x.test\r\nSender: b@x.test,c@x.test', '"Sender" names 2 mailboxes: name one'],
    ['From: a@x.test\r\nSender: a@x.test\r\nSender: a@x.test', '"Sender" stands more than once: write one'],
    [
      'From: a@x.test\r\nResent-From: a@x.test,b@x.test',
      '"Resent-From" names several mailboxes without a "Resent-Sender": add a "Resent-Sender" field that names the one who sends',
    ],
  ],
  mail: [
    ['MAIL', 'cannot read this command: write MAIL FROM:<name@example.com>'],
    ['MAIL FROM:<a@x.test>SIZE=1', '"SIZE=1" stands right behind the path: put a blank between'],
    ['MAIL FROM:a@x.test', '"a@x.test" stands without brackets: write it as "<name@example.com>"'],
    ['MAIL FROM:<>', 'the path is empty: name an address'],
    [
      'MAIL FROM:<@r.test:a@x.test>',
      '"<@r.test:a@x.test>" names a route: leave out what stands before the ":"',
    ],
    ['MAIL FROM:<a\tb@x.test>', '"<a\ufffdb@x.test>" holds control characters: leave them out'],
    ['MAIL FROM:<a@x.test> =1', '"=1" is no parameter: write it as KEYWORD or KEYWORD=value'],
    ['MAIL FROM:<a@x.test> FOO=1', 'the parameter "FOO" is not known here: leave it out'],
    ['MAIL FROM:<a@x.test> SIZE=1 SIZE=1', 'the parameter "SIZE" stands twice: give it once'],
    [
      'MAIL FROM:<a@x.test> SIZE=x',
      'the parameter "SIZE=x" has no sound value: see RFC 1870, RFC 6152, RFC 6531 or RFC 4954',
    ],
  ],
  rcpt: [
    ['RCPT', 'cannot read this command: write RCPT TO:<name@example.com>'],
    ['RCPT TO:<>', 'the path is empty: name an address'],
  ],
  mailboxes: [
    ['', 'the field is empty: name one mailbox'],
    ['a@x.test,', '"a@x.test," has an empty place: name one mailbox between commas'],
    ['Me: a@x.test;', '"Me: a@x.test;" names a group: name each mailbox, separated by commas'],
    [
      '<a@x.test> b',
      '"<a@x.test> b" does not hold one address in "<" and ">" at its end: write it as "name <name@example.com>"',
    ],
    [
      'a@x.test (a "b" c)',
      '"a@x.test (a "b" c)" has a comment with brackets or quotes in it beside the address: write it as "name <name@example.com>"',
    ],
    ['<@r.test:a@x.test>', '"<@r.test:a@x.test>" names a route: leave out what stands before the ":"'],
    ['<a(c)@x.test>', '"<a(c)@x.test>" has a comment within an address: move it behind'],
    [
      'Me a@x.test',
      '"Me a@x.test" has a blank within an address, or a name without "<" and ">" around the address: write "name <name@example.com>"',
    ],
    [
      '=?utf-8?q?a?=@x.test',
      '"=?utf-8?q?a?=@x.test" has an encoded word in place of an address: write the address itself',
    ],
    [
      '"a,b"@x.test',
      '""a,b"@x.test" has delimiters within its quotes, which readers take for the end of an address: use another address',
    ],
    [
      'a@[IPv6:2001:db8::1]',
      '"a@[IPv6:2001:db8::1]" has a colon, which readers take for a group: write it as "<a@[IPv6:2001:db8::1]>"',
    ],
    [
      'a@x.test\u0000',
      '"a@x.test\ufffd" holds controls or characters that change the direction of writing: leave them out',
    ],
    [
      'Jörg <a@x.test>',
      '"Jörg <a@x.test>" holds characters beyond ASCII: write names as encoded words and domains in their "xn--" form, or send with SMTPUTF8',
    ],
    ['a) <a@x.test>', '"a) <a@x.test>" closes a comment that is not open: put the name in quotes'],
    ['a\\b <a@x.test>', '"a\\b <a@x.test>" holds "\\" outside of quotes: put the name in quotes'],
    ['"a <a@x.test>', '""a <a@x.test>" opens a quote that does not close: close it'],
    [
      '(a <a@x.test>',
      '"(a <a@x.test>" opens a comment that does not close: close it, or put the name in quotes',
    ],
    ['Me . <a@x.test>', '"Me . <a@x.test>" holds "." outside of quotes: put the name in quotes'],
    [
      'Me"You" <a@x.test>',
      '"Me"You" <a@x.test>" runs words, quotes and encoded words together: put blanks between them, or the whole name in quotes',
    ],
    ['=?x <a@x.test>', '"=?x" holds "=?" but is no sound encoded word: encode the whole word anew'],
    [
      '"=?utf-8?q?=22?=" <a@x.test>',
      '""" opens a quote or bracket that it does not close, which readers that take it without its quotes go on with: close it',
    ],
    [
      '"ceo@bank.test" <a@x.test>',
      '"ceo@bank.test" shows "ceo@bank.test", but the address is "a@x.test": leave the other one out of the name',
    ],
    [
      '"=?utf-8?q?a=C2=85?=" <a@x.test>',
      '"=?utf-8?q?a=C2=85?=" hides controls or another encoded word: leave them out',
    ],
    [
      '"=?utf-8?q?=E2=80=AEa?=" <a@x.test>',
      '"\ufffda" holds controls or characters that change the direction of writing: leave them out',
    ],
  ],
  'encoded words': [
    ['=?x', '"=?x" holds "=?" that begins no sound encoded word: encode the whole word anew'],
    ['=?none?q?a?=', '"=?none?q?a?=" is in the charset "none", which is not known: encode it in UTF-8'],
    [
      '=?utf-8?q?=FF?=',
      '"=?utf-8?q?=FF?=" does not decode in its charset "utf-8": encode it in UTF-8, each character whole',
    ],
    ['=?utf-8?q?=0D?=', '"=?utf-8?q?=0D?=" hides controls or another encoded word: leave them out'],
    [
      '=?utf-8?b?a?=',
      '"=?utf-8?b?a?=" holds "=?" that begins no sound encoded word: encode the whole word anew',
    ],
    [
      '=?utf-8?b?ww==?= =?utf-8?b?tg==?=',
      '"=?utf-8?b?ww==?=" does not decode in its charset "utf-8": encode it in UTF-8, each character whole',
    ],
  ],
  address: [
    ['', 'the address is missing: write it as "name@example.com"'],
    [
      'ä@x.test',
      '"ä@x.test" holds characters beyond ASCII: send with SMTPUTF8, or write the domain in its "xn--" form',
    ],
    ['a', '"a" is not an address: write it as "name@example.com"'],
    [
      'a..b@x.test',
      '"a..b@x.test": what stands before the "@" must be words joined by single dots, or in quotes',
    ],
    ['a@', '"a@" has no domain: write it as "name@example.com"'],
    [
      `${'x'.repeat(65)}@x.test`,
      `"${'x'.repeat(65)}" is too long: what stands before the "@" has 64 octets at most`,
    ],
    [
      `a@${'x'.repeat(60)}.${'x'.repeat(60)}.${'x'.repeat(60)}.${'x'.repeat(60)}.test.test.test`,
      'a domain has 253 characters at most',
    ],
    ['a'.repeat(1025), 'an address has 254 octets at most'],
  ],
  'address with SMTPUTF8': [
    [
      'a\u200bb@x.test',
      '"a\u200bb@x.test" holds characters that are not seen or are taken for others: write it in ordinary letters',
    ],
  ],
  domain: [
    ['', 'the domain is missing: write it as "example.com"'],
    ['x'.repeat(254), 'a domain has 253 characters at most'],
    ['[192.0.2.1]', '"[192.0.2.1]" is an address literal: write a domain name'],
    ['x.test.', '"x.test." ends with a dot: leave it out'],
    ['x.1', '"x.1" ends in a number, as an IP address does: write a domain name'],
    ['x_y.test', '"x_y.test" is not a domain name: write it as "example.com"'],
    ['ｘ.test', '"ｘ.test" holds characters that readers turn into others: write "x.test"'],
  ],
  'domain or literal': [
    [
      '[192.0.2.999]',
      '"[192.0.2.999]" is not an address literal: write it as "[192.0.2.1]" or "[IPv6:2001:db8::1]"',
    ],
  ],
  domains: [
    ['a.test, b.test', '"a.test, b.test" holds a comma: separate entries with a semicolon ";"'],
    ['https://a.test', '"https://a.test" is a web address: write the domain alone'],
    ['<a.test>', '"<a.test>" is more than an address: write "name@example.com" alone'],
    [
      '*.a.test',
      '"*.a.test" is a wildcard: a domain covers its own addresses and no sub-domain\'s, so name each domain of its own',
    ],
    [
      '*@a.test',
      '"*@a.test" is a wildcard: a domain covers its own addresses and no sub-domain\'s, so name each domain of its own',
    ],
    ['@a.test', '"@a.test" begins with "@": write the domain alone, "a.test"'],
    ['a@a.test', '"a@a.test" is an address: move it to Authorized senders, or write the domain alone'],
  ],
  senders: [
    ['a@a.test, b@a.test', '"a@a.test, b@a.test" holds a comma: separate entries with a semicolon ";"'],
    ['https://a.test', '"https://a.test" is a web address: write the e-mail address alone'],
    ['Me <a@a.test>', '"Me <a@a.test>" is more than an address: write "name@example.com" alone'],
    ['*@a.test', '"*@a.test" names a whole domain: move "a.test" to Authorized domains'],
    [
      '*@a.*',
      '"*@a.*" is a wildcard: a domain covers its own addresses and no sub-domain\'s, so name each domain of its own',
    ],
    [
      '*',
      '"*" is a wildcard: a domain covers its own addresses and no sub-domain\'s, so name each domain of its own',
    ],
    ['@a.test', '"@a.test" names a whole domain: move "a.test" to Authorized domains'],
    ['a.test', '"a.test" is a domain: move it to Authorized domains, or write a whole address'],
  ],
  ports: [
    ['', 'no port is named: choose from 25 and 1025-5000'],
    ['x', '"x" is no port and no range: write for example 25,1025-1030'],
    ['24', 'port "24" is outside the allowed ports: choose from 25 and 1025-5000'],
    ['24-26', 'port "24" of "24-26" is outside the allowed ports: choose from 25 and 1025-5000'],
  ],
};

test('there are words of every reader', () => {
  expect(Object.keys(WORDS)).toEqual(Object.keys(READERS));
});

test.each(
  Object.entries(WORDS).flatMap(([reader, rows]) =>
    rows.map(([text, words]) => [reader, text, words] as const),
  ),
)('of %s %j one is told: %s', (reader, text, words) => {
  expect(READERS[reader]?.(text).map((defect) => defect.message)).toEqual([words]);
});
