import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKey, parseAddress } from './address.ts';
import { anyDomain, anyLocal, cases, numRuns } from './arbitraries.test-data.ts';
import { parseDomain } from './domain.ts';
import {
  formatSenderList,
  MAX_SENDER_LIST,
  MAX_SENDERS,
  parseSenderList,
  parseTokens,
} from './sender-list.ts';
import type { SenderKind } from './sender.ts';

const told = (text: string, kind: SenderKind): string => {
  const read = parseSenderList(text, kind);
  return read.ok ? `[${formatSenderList(read.value, kind)}]` : read.error.map(({ code }) => code).join(' ');
};

test.each(
  cases(`
  yourCompany.com                        -> [yourcompany.com]
  a.test;b.test                          -> [a.test;b.test]
   a.test ; ; b.test ;                   -> [a.test;b.test]
  a.test;\\nb.test\\t;\\r\\nc.test       -> [a.test;b.test;c.test]
  a.test;A.TEST;a.test                   -> [a.test]
  bücher.example;xn--bcher-kva.example   -> [xn--bcher-kva.example]
  ;                                      -> []
  localhost                              -> [localhost]
  a.test,b.test                          -> comma
  a.test, b.test;c.test                  -> comma
  a.test，b.test                          -> comma
  a.test b.test                          -> domain-malformed
  a.test；b.test                          -> domain-malformed
  me@a.test                              -> address-in-domains
  @a.test                                -> leading-at
  *.a.test                               -> wildcard
  *                                      -> wildcard
  a*b@a.test                             -> wildcard
  1https://a.test                        -> domain-malformed
  https://a.test/                        -> url
  <a.test>                               -> display-name
  a_b.test                               -> domain-malformed
  a.test.                                -> domain-trailing-dot
  [192.0.2.1]                            -> domain-literal
  192.0.2.1                              -> domain-numeric
  "a.test                                -> domain-malformed
 ";a_b.test                             -> domain-malformed domain-malformed
  a_b.test;me@a.test;c.test              -> domain-malformed address-in-domains
  `),
)('reads the domains %j as %s', (text, outcome) => {
  expect(told(text, 'domain')).toBe(outcome);
});

test.each(
  cases(`
  me@a.test                              -> [me@a.test]
  Me@A.test;you@b.test                   -> [me@a.test;you@b.test]
  me@a.test;"ME"@a.test;me@A.TEST        -> [me@a.test]
  me@bücher.example;me@xn--bcher-kva.example -> [me@xn--bcher-kva.example]
  "a;b"@a.test; you@b.test               -> ["a;b"@a.test;you@b.test]
  "a,b"@a.test                           -> ["a,b"@a.test]
  "a\\";b"@a.test                        -> ["a\\";b"@a.test]
  "<a>"@a.test                           -> ["<a>"@a.test]
  a*b@a.test                             -> [a*b@a.test]
  jörg@a.test                            -> [jörg@a.test]
  me@a.test,you@b.test                   -> comma
  "a;b@a.test;me@a.test                  -> address-without-at
  a.test                                 -> domain-in-senders
  bücher.example                         -> domain-in-senders
  @a.test                                -> domain-in-senders
  *@a.test                               -> wildcard
  "*"@a.test                             -> wildcard
  me@*.a.test                            -> wildcard
  Me <me@a.test>                         -> display-name
  mailto:me@a.test                       -> address-local
  https://a.test                         -> url
  me@[192.0.2.1]                         -> domain-literal
  me@a@b.test                            -> domain-malformed
  @a@b.test                              -> address-local
  `),
)('reads the senders %j as %s', (text, outcome) => {
  expect(told(text, 'address')).toBe(outcome);
});

test('says in which field an entry belongs, and what to write instead of a comma', () => {
  const words = (text: string, kind: SenderKind) => parseTokens(text, kind)[0]?.error?.message ?? '';
  expect(words('me@a.test', 'domain')).toMatch(/"me@a\.test".*Authorized senders/);
  expect(words('a.test', 'address')).toMatch(/"a\.test".*Authorized domains/);
  expect(words('@a.test', 'address')).toMatch(/move "a\.test" to Authorized domains/);
  expect(words('a.test,b.test', 'domain')).toMatch(/"a\.test,b\.test".*semicolon/);
});

test('tells where each piece stands, so that a form can mark it', () => {
  const text = '\t  a.test ;; b,c ';
  const tokens = parseTokens(text, 'domain');
  expect(tokens.map(({ raw, start, end }) => [raw, text.slice(start, end)])).toEqual([
    ['a.test', 'a.test'],
    ['b,c', 'b,c'],
  ]);
  expect(tokens[0]?.value).toEqual({ kind: 'domain', value: 'a.test' });
  expect(tokens[1]?.error?.code).toBe('comma');
});

test('states its bounds', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `d${at}.test`).join(';');
  expect(parseSenderList(many(MAX_SENDERS), 'domain').ok).toBe(true);
  const more = parseSenderList(many(MAX_SENDERS + 1), 'domain');
  expect(more.ok ? '' : more.error[0]?.message).toMatch(/500 entries at most, not "501"/);
  expect(parseSenderList(`${many(MAX_SENDERS)};d1.test`, 'domain').ok).toBe(true);
  const long = parseSenderList(' '.repeat(MAX_SENDER_LIST + 1), 'domain');
  expect(long.ok ? '' : long.error[0]?.message).toMatch(/64 KiB at most/);
});

test('what is formatted is read as the same senders, and only those of its kind', () => {
  const domains = fc.array(anyDomain, { maxLength: 5 });
  const addresses = fc.array(
    fc
      .tuple(
        anyLocal.filter((local) => local !== '*'),
        anyDomain,
      )
      .map(([local, domain]) => `"${local.replace(/["\\]/g, '\\$&')}"@${domain}`),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(domains, addresses, fc.constantFrom(';', ' ; ', ';;\n'), (names, mails, separator) => {
      const domainKeys = parseSenderList(names.join(separator), 'domain');
      const addressKeys = parseSenderList(mails.join(separator), 'address');
      if (!domainKeys.ok || !addressKeys.ok)
        throw new Error(JSON.stringify([names, mails, domainKeys, addressKeys]));
      const keys = [...addressKeys.value, ...domainKeys.value];
      expect(parseSenderList(formatSenderList(keys, 'domain'), 'domain')).toEqual(domainKeys);
      expect(parseSenderList(formatSenderList(keys, 'address'), 'address')).toEqual(addressKeys);
      const expected = new Set(
        names.map((name) => {
          const read = parseDomain(name);
          return read.ok && read.value.ascii;
        }),
      );
      expect(new Set(domainKeys.value.map(({ value }) => value))).toEqual(expected);
      const mailKeys = new Set(
        mails.map((mail) => {
          const read = parseAddress(mail);
          return read.ok && addressKey(read.value);
        }),
      );
      expect(new Set(addressKeys.value.map(({ value }) => value))).toEqual(mailKeys);
    }),
    { numRuns },
  );
});
