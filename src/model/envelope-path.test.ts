import { expect, test } from 'vitest';
import { formatAddress } from './address.ts';
import { cases } from './arbitraries.test-data.ts';
import { parseMailCommand, parseRcptCommand } from './envelope-path.ts';
import type { CommandError, PathCommand } from './envelope-path.ts';
import type { Result } from './result.ts';

const encoder = new TextEncoder();

const told = (read: Result<PathCommand, CommandError>): string => {
  if (!read.ok) return `${read.error.code} ${read.error.enhanced}`;
  const { path, params } = read.value;
  const words = [...params].map(([keyword, value]) => (value === true ? keyword : `${keyword}=${value}`));
  return [path.ok ? formatAddress(path.value) : `(${path.error.code})`, ...words].join(' ');
};

test.each(
  cases(`
  MAIL FROM:<a@x.test>                             -> a@x.test
  mail from:<A@X.test>                             -> A@x.test
  MAIL FROM: <a@x.test>                            -> a@x.test
  MAIL FROM:   <a@x.test>                          -> a@x.test
  MAIL   FROM:<a@x.test>                           -> a@x.test
  MAIL FROM:<a@x.test>\\u0020\\u0020               -> a@x.test
  MAIL FROM:<a@x.test>\\u0020\\u0020\\r\\n         -> a@x.test
  MAIL FROM:<a@x.test>\\n                          -> a@x.test
  MAIL FROM:<a@x.test>\\u0020\\n                   -> a@x.test
  MAIL FROM:<a@x.test> AUTH=abc                    -> a@x.test AUTH=abc
  XMAIL FROM:<a@x.test>                            -> 501 5.5.4
  \\ufeffMAIL FROM:<a@x.test>                      -> 501 5.5.4
  MAIL FROM:<a@x.test> SIZE=1000                   -> a@x.test SIZE=1000
  MAIL FROM:<a@x.test>  size=1  body=8bitmime      -> a@x.test SIZE=1 BODY=8BITMIME
  MAIL FROM:<a@x.test> BODY=7BIT AUTH=<>           -> a@x.test BODY=7BIT AUTH=<>
  MAIL FROM:<a@x.test>\\r\\n                       -> a@x.test
  MAIL FROM:<"a > b"@x.test> SIZE=1                -> "a > b"@x.test SIZE=1
  MAIL FROM:<"a\\"> b"@x.test>                     -> "a\\"> b"@x.test
  MAIL FROM:<"a b"@x.test>                         -> "a b"@x.test
  MAIL FROM:<"a"@x.test>                           -> a@x.test
  MAIL FROM:<a@[192.0.2.1]>                        -> a@[192.0.2.1]
  MAIL FROM:<a@[IPv6:2001:db8::1]>                 -> a@[IPv6:2001:db8::1]
  MAIL FROM:<a@xn--bcher-kva.example>              -> a@xn--bcher-kva.example
  MAIL FROM:<jörg@bücher.example> SMTPUTF8         -> jörg@xn--bcher-kva.example SMTPUTF8
  MAIL FROM:<jörg@x.test>                          -> (smtputf8-needed)
  MAIL FROM:<>                                     -> (null)
  MAIL FROM:<> BODY=8BITMIME                       -> (null) BODY=8BITMIME
  MAIL FROM:< >                                    -> (address-without-at)
  MAIL FROM:a@x.test                               -> (brackets)
  MAIL FROM:a@x.test SIZE=1                        -> (brackets) SIZE=1
  MAIL FROM:<a@x.test                              -> (brackets)
  MAIL FROM:a@x.test>                              -> (brackets)
  MAIL FROM:Me <a@x.test>                          -> 501 5.5.4
  MAIL FROM:<a>                                    -> (address-without-at)
  MAIL FROM:<postmaster>                           -> (address-without-at)
  MAIL FROM:< a@x.test >                           -> (address-local)
  MAIL FROM:<a@x.test >                            -> (domain-malformed)
  MAIL FROM:<a(c)@x.test>                          -> (address-local)
  MAIL FROM:<a@b@x.test>                           -> (domain-malformed)
  MAIL FROM:<<a@x.test>>                           -> 501 5.5.4
  MAIL FROM:<@relay.test:a@x.test>                 -> (source-route)
  MAIL FROM:<@a.test,@b.test:a@x.test>             -> (source-route)
  MAIL FROM:<a@x_y.test>                           -> (domain-malformed)
  MAIL FROM:<a\\u0000@x.test>                      -> (control-character)
  MAIL FROM:<a\\tb@x.test>                         -> (control-character)
  MAIL FROM:<a\\rb@x.test>                         -> (control-character)
  MAIL FROM:<a\\nb@x.test>                         -> (control-character)
  MAIL FROM:<a\\u0085b@x.test> SMTPUTF8            -> (control-character) SMTPUTF8
  MAIL FROM:<a\\u200bb@x.test> SMTPUTF8            -> (address-characters) SMTPUTF8
  MAIL FROM:<a@x.test>SIZE=1                       -> 501 5.5.4
  MAIL FROM:<a@x.test> FOO=1                       -> 555 5.5.4
  MAIL FROM:<a@x.test> RET=HDRS                    -> 555 5.5.4
  MAIL FROM:<a@x.test> CONSTRUCTOR=1               -> 555 5.5.4
  MAIL FROM:<a@x.test> SIZE                        -> 501 5.5.4
  MAIL FROM:<a@x.test> SIZE=                       -> 501 5.5.4
  MAIL FROM:<a@x.test> SIZE=-1                     -> 501 5.5.4
  MAIL FROM:<a@x.test> SIZE=123456789012345678901  -> 501 5.5.4
  MAIL FROM:<a@x.test> SIZE=1 size=1               -> 501 5.5.4
  MAIL FROM:<a@x.test> BODY=BINARYMIME             -> 501 5.5.4
  MAIL FROM:<a@x.test> SMTPUTF8=1                  -> 501 5.5.4
  MAIL FROM:<a@x.test> AUTH                        -> 501 5.5.4
  MAIL FROM:<a@x.test> =1                          -> 501 5.5.4
  MAIL FROM:<a@x.test> SIZE=1=2                    -> 501 5.5.4
  MAIL FROM:                                       -> 501 5.5.4
  MAIL FROM                                        -> 501 5.5.4
  MAIL FROM :<a@x.test>                            -> 501 5.5.4
  MAIL TO:<a@x.test>                               -> 501 5.5.4
  MAIL                                             -> 501 5.5.4
  MAILFROM:<a@x.test>                              -> 501 5.5.4
  `),
)('reads %j as %s', (line, outcome) => {
  expect(told(parseMailCommand(encoder.encode(line)))).toBe(outcome);
});

test.each(
  cases(`
  RCPT TO:<a@x.test>                               -> a@x.test
  rcpt to: <a@x.test>                              -> a@x.test
  RCPT   TO:<a@x.test>                             -> a@x.test
  XRCPT TO:<a@x.test>                              -> 501 5.5.4
  RCPT TO:<postmaster>                             -> postmaster
  RCPT TO:<PostMaster>                             -> postmaster
  RCPT TO:x<postmaster>                            -> (brackets)
  RCPT TO:<postmaster@x.test>                      -> postmaster@x.test
  RCPT TO:<@relay.test:a@x.test>                   -> a@x.test
  RCPT TO:<@a.test,@b.test:a@x.test>               -> a@x.test
  RCPT TO:<jörg@x.test>                            -> jörg@x.test
  RCPT TO:<@a.test>                                -> (source-route)
  RCPT TO:<@a.test:>                               -> (address-empty)
  RCPT TO:<>                                       -> (null)
  RCPT TO:a@x.test                                 -> (brackets)
  RCPT TO:<a@x.test> NOTIFY=NEVER                  -> 555 5.5.4
  RCPT TO:<a@x.test> SIZE=1                        -> 555 5.5.4
  RCPT TO:                                         -> 501 5.5.4
  RCPT FROM:<a@x.test>                             -> 501 5.5.4
  `),
)('reads %j as %s', (line, outcome) => {
  expect(told(parseRcptCommand(encoder.encode(line)))).toBe(outcome);
});

test('tells a path in bytes that are not UTF-8, and shows them', () => {
  const line = Uint8Array.from('MAIL FROM:<j\u00f6rg@x.test> SMTPUTF8', (letter) => letter.charCodeAt(0));
  const read = parseMailCommand(line);
  expect(told(read)).toBe('(undecodable) SMTPUTF8');
  expect(read.ok && read.value.text).toBe('j\u00f6rg@x.test');
});

test('gives the text of a path that lacks a bracket as it is, without the blanks and the line end behind it', () => {
  const textOf = (path: string) => {
    const read = parseMailCommand(encoder.encode(`MAIL FROM:${path}`));
    return read.ok && read.value.text;
  };
  expect(textOf('a@x.test')).toBe('a@x.test');
  expect(textOf('<a@x.test')).toBe('<a@x.test');
  expect(textOf('a@x.test>')).toBe('a@x.test>');
  for (const end of ['  ', '  \r\n', ' \n', '\r\n', '\n'])
    expect(textOf(`<a@x.test${end}`)).toBe('<a@x.test');
});

test('postmaster alone is the one address without a domain', () => {
  const read = parseRcptCommand(encoder.encode('RCPT TO:<postmaster>'));
  expect(read.ok && read.value.path).toEqual({
    ok: true,
    value: { local: 'postmaster', domain: { ascii: '', literal: false } },
  });
});

test('says of a path that is not UTF-8 how to write it', () => {
  const line = Uint8Array.from('MAIL FROM:<j\u00f6rg@x.test>', (letter) => letter.charCodeAt(0));
  const read = parseMailCommand(line);
  expect(read.ok && !read.value.path.ok && read.value.path.error.message).toBe(
    '"<j\u00f6rg@x.test>" is not UTF-8: write the address in ASCII or UTF-8',
  );
});

test('gives the text of a path without its brackets and, of a recipient, without its route', () => {
  const mail = parseMailCommand(encoder.encode('MAIL FROM:<"A b"@X.test> SIZE=1'));
  expect(mail.ok && mail.value.text).toBe('"A b"@X.test');
  const rcpt = parseRcptCommand(encoder.encode('RCPT TO:<@r.test:A@X.test>'));
  expect(rcpt.ok && rcpt.value.text).toBe('A@X.test');
});

test('a recipient beyond ASCII needs the SMTPUTF8 of its transaction', () => {
  expect(told(parseRcptCommand(encoder.encode('RCPT TO:<jörg@x.test>'), { smtpUtf8: false }))).toBe(
    '(smtputf8-needed)',
  );
});
