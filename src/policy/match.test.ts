import { expect, test } from 'vitest';
import { coveredBy, matchSenders, verifiedBy } from './match.ts';
import { address, senders } from './requests.test-data.ts';

const match = (text: string, ...own: string[]) => matchSenders(address(text), senders(...own));

test('finds the exact address and its domain apart', () => {
  const found = match('a@x.test', 'y.test', 'x.test', 'a@x.test');
  expect([found.exact?.value, found.domain?.value]).toEqual(['a@x.test', 'x.test']);
});

test.each([
  ['a@marketing.yourcompany.com', 'yourcompany.com'],
  ['a@yourcompany.com', 'marketing.yourcompany.com'],
  ['a@x.test.evil.test', 'x.test'],
  ['a@[192.0.2.1]', '[192.0.2.1]'],
  ['"a@x.test"@evil.test', 'x.test'],
  ['"a@x.test"@evil.test', 'a@x.test'],
])('%s is not covered by %s', (text, own) => {
  expect(match(text, own)).toEqual({ exact: null, domain: null });
});

test.each([
  ['A@YourCompany.COM', 'a@yourcompany.com'],
  ['anyone@YOURCOMPANY.com', 'yourcompany.com'],
  ['"john.doe"@x.test', 'john.doe@x.test'],
  ['"john doe"@x.test', '"john doe"@x.test'],
  ['x@bücher.test', 'xn--bcher-kva.test'],
  ['x@xn--bcher-kva.test', 'x@bücher.test'],
])('%s is covered by %s', (text, own) => {
  expect(coveredBy(match(text, own))).not.toBeNull();
});

test('a sender covers by what it is, not by what its value looks like', () => {
  const [domain, exact] = senders('x.test', 'a@x.test');
  const swapped = [
    { ...domain!, kind: 'address' as const },
    { ...exact!, kind: 'domain' as const },
  ];
  expect(matchSenders(address('a@x.test'), swapped)).toEqual({ exact: null, domain: null });
});

test('any verified sender suffices, the exact one first', () => {
  expect(verifiedBy(match('a@x.test', 'x.test', 'a@x.test pending'))?.value).toBe('x.test');
  expect(verifiedBy(match('a@x.test', 'x.test pending', 'a@x.test'))?.value).toBe('a@x.test');
  expect(verifiedBy(match('a@x.test', 'x.test', 'a@x.test'))?.value).toBe('a@x.test');
  expect(verifiedBy(match('a@x.test', 'x.test pending', 'a@x.test pending'))).toBeNull();
});

test('of two equal senders a pending one takes nothing away from a verified one, in either order', () => {
  expect(match('a@x.test', 'a@x.test pending', 'a@x.test').exact?.status).toBe('verified');
  expect(match('a@x.test', 'a@x.test', 'a@x.test pending').exact?.status).toBe('verified');
});
