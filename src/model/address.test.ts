import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKey, formatAddress, parseAddress } from './address.ts';
import { anyDomain, anyLocal, cases, numRuns } from './arbitraries.test-data.ts';
import type { AddressOptions } from './address.ts';

const value = (text: string, options?: AddressOptions) => {
  const read = parseAddress(text, options);
  return read.ok ? formatAddress(read.value) : read.error.code;
};

test.each(
  cases(`
  a@x.test                   -> a@x.test
  First.Last+tag@X.Test      -> First.Last+tag@x.test
  "a"@x.test                 -> a@x.test
  "a.b"@x.test               -> a.b@x.test
  "\\a"@x.test               -> a@x.test
  "a b"@x.test               -> "a b"@x.test
  "a@b"@x.test               -> "a@b"@x.test
  "a\\"b"@x.test             -> "a\\"b"@x.test
  ".a"@x.test                -> ".a"@x.test
  "a..b"@x.test              -> "a..b"@x.test
  !#$%&'*+-/=?^_\`{|}~@x.test -> !#$%&'*+-/=?^_\`{|}~@x.test
  a@localhost                -> a@localhost
  a@bücher.example           -> a@xn--bcher-kva.example
  jörg@bücher.example        -> jörg@xn--bcher-kva.example
  jo\\u0308rg@x.test         -> jörg@x.test
  x\\u0301a@x.test           -> x́a@x.test
  用户@例子.广告              -> 用户@xn--fsqu00a.xn--4rr70v
  😀@x.test                  -> 😀@x.test
  .a@x.test                  -> address-local
  a.@x.test                  -> address-local
  a..b@x.test                -> address-local
  a b@x.test                 -> address-local
  @x.test                    -> address-local
  ""@x.test                  -> address-local
  a(c)@x.test                -> address-local
  a,b@x.test                 -> address-local
  a"b"@x.test                -> address-local
  <a@x.test>                 -> address-local
  a                          -> address-without-at
  "a                         -> address-without-at
  "@x.test                   -> address-without-at
  "a"                        -> address-without-at
  "a"b@x.test                -> address-without-at
  "a\\@x.test                -> address-without-at
  a@b@x.test                 -> domain-malformed
  a@                         -> domain-empty
  a@x.test.                  -> domain-trailing-dot
  a@ x.test                  -> domain-malformed
  a@x.test>                  -> domain-malformed
  a@[192.0.2.1]              -> domain-literal
  "a\\tb"@x.test             -> address-characters
  "a\\nb"@x.test             -> address-characters
  "a\\u0000b"@x.test         -> address-characters
  "a\\u007fb"@x.test         -> address-characters
  a\\u0085b@x.test           -> address-characters
  a\\u00a0b@x.test           -> address-characters
  a\\u00adb@x.test           -> address-characters
  a\\u200bb@x.test           -> address-characters
  a\\u200db@x.test           -> address-characters
  a\\u202eb@x.test           -> address-characters
  a\\u2028b@x.test           -> address-characters
  a\\ufeffb@x.test           -> address-characters
  a\\ue000b@x.test           -> address-characters
  a\\u0378b@x.test           -> address-characters
  a\\ud800b@x.test           -> address-characters
  \\u0301a@x.test            -> address-characters
  a\\u3164b@x.test           -> address-characters
  a\\ufe0fb@x.test           -> address-characters
  ａ@x.test                  -> address-characters
  ceo＠bank.test@x.test      -> address-characters
  ﬁ@x.test                   -> address-characters
  `),
)('reads the address %j as %s', (text, outcome) => {
  expect(value(text)).toBe(outcome);
});

test('needs SMTPUTF8 for characters beyond ASCII, but not for A-labels', () => {
  expect(value('jörg@x.test', { smtpUtf8: false })).toBe('smtputf8-needed');
  expect(value('a@bücher.example', { smtpUtf8: false })).toBe('smtputf8-needed');
  expect(value('a@xn--bcher-kva.example', { smtpUtf8: false })).toBe('a@xn--bcher-kva.example');
});

test('reads an address literal where it is asked to', () => {
  expect(value('a@[192.0.2.1]', { literal: true })).toBe('a@[192.0.2.1]');
  expect(value('a@[IPv6:2001:DB8::1]', { literal: true })).toBe('a@[IPv6:2001:db8::1]');
  expect(value('a@[x@y.test]', { literal: true })).toBe('domain-literal');
});

test('bounds the local part at 64 octets and the address at 254', () => {
  expect(value(`${'a'.repeat(64)}@x.test`)).toBe(`${'a'.repeat(64)}@x.test`);
  expect(value(`${'a'.repeat(65)}@x.test`)).toBe('address-too-long');
  expect(value(`${'é'.repeat(33)}@x.test`)).toBe('address-too-long');
  const domain = `${'a.'.repeat(94)}a`;
  expect(value(`${'a'.repeat(64)}@${domain}`)).toBe(`${'a'.repeat(64)}@${domain}`);
  expect(value(`${'a'.repeat(64)}@${domain}b`)).toBe('address-too-long');
  expect(value(`${'a'.repeat(1e6)}@x.test`)).toBe('address-too-long');
  expect(value('a'.repeat(1024))).toBe('address-without-at');
  expect(value('a'.repeat(1025))).toBe('address-too-long');
});

test('compares without ASCII case, and only without ASCII case', () => {
  const key = (text: string) => {
    const read = parseAddress(text);
    if (!read.ok) throw new Error(read.error.message);
    return addressKey(read.value);
  };
  expect(key('"Sales"@X.test')).toBe(key('sales@x.test'));
  expect(key('"Sales Team"@X.test')).toBe('"sales team"@x.test');
  expect(key('a@BÜCHER.example')).toBe(key('A@xn--bcher-kva.example'));
  expect(key('JÖRG@x.test')).not.toBe(key('jörg@x.test'));
});

test('what is formatted is read as the same address, however it was quoted', () => {
  fc.assert(
    fc.property(anyLocal, anyDomain, fc.boolean(), (local, domain, escapes) => {
      const quoted = `"${local.replace(escapes ? /[^a-z]/gu : /["\\]/g, '\\$&')}"@${domain}`;
      const read = parseAddress(quoted);
      expect(read.ok, quoted).toBe(true);
      if (!read.ok) return;
      expect(read.value.local).toBe(local);
      expect(parseAddress(formatAddress(read.value))).toEqual(read);
      expect(addressKey(read.value).toLowerCase()).toBe(formatAddress(read.value).toLowerCase());
    }),
    { numRuns },
  );
});

test('an address without a domain is named, since a list may hold many', () => {
  const read = parseAddress('sales@');
  expect(read.ok ? null : read.error.message).toBe('"sales@" has no domain: write it as "name@example.com"');
});
