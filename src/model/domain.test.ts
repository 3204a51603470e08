import { toASCII } from 'tr46';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayDomain, parseDomain } from './domain.ts';
import { anyDomain, cases, numRuns } from './arbitraries.test-data.ts';

const value = (text: string, literal = false) => {
  const read = parseDomain(text, { literal });
  return read.ok ? read.value.ascii : read.error.code;
};

test.each(
  cases(`
  example.com                -> example.com
  EXAMPLE.Com                -> example.com
  localhost                  -> localhost
  a.b-c.d1.test              -> a.b-c.d1.test
  3com.com                   -> 3com.com
  bücher.example             -> xn--bcher-kva.example
  BÜCHER.example             -> xn--bcher-kva.example
  bu\\u0308cher.example      -> xn--bcher-kva.example
  XN--BCHER-KVA.Example      -> xn--bcher-kva.example
  faß.de                     -> xn--fa-hia.de
  FAẞ.de                     -> xn--fa-hia.de
  fass.de                    -> fass.de
  ΣΑΣ.example                -> xn--mxa9ab.example
  אב.example                 -> xn--4dbc.example
  公司.cn                      -> xn--55qx5d.cn
  1.2.3.x4                   -> 1.2.3.x4
  a.1x                       -> a.1x
  bücher.x1                  -> xn--bcher-kva.x1
  _dmarc.example.com         -> domain-malformed
  exa mple.com               -> domain-malformed
  ex@mple.com                -> domain-malformed
  -a.example                 -> domain-malformed
  a-.example                 -> domain-malformed
  ab--c.example              -> domain-malformed
  a..example                 -> domain-malformed
  .example                   -> domain-malformed
  xn--a.example              -> domain-malformed
  xn--.example               -> domain-malformed
  xn--example-.example       -> domain-malformed
  xn--bücher.example         -> domain-malformed
  א1a.example                -> domain-malformed
  a\\u200db.example          -> domain-malformed
  a\\ud800b.example          -> domain-malformed
  exam\\u0000ple.com         -> domain-malformed
  *.example.com              -> domain-malformed
  a,b.com                    -> domain-malformed
  example.com.               -> domain-trailing-dot
  example.com\\u3002         -> domain-malformed
  example\\u3002com          -> domain-unusual
  ｅxample.com                -> domain-unusual
  exam\\u00adple.com         -> domain-unusual
  exam\\u200bple.com         -> domain-unusual
  xn--\\ufeffbcher-kva.example -> domain-unusual
  xn\\u00ad--bcher-kva.example -> domain-unusual
  xn--bcher-kva\\u00ad.example -> domain-unusual
  ａxn--b.example             -> domain-unusual
  ﬁsh.example                -> domain-unusual
  192.0.2.1                  -> domain-numeric
  192.0.2.10                 -> domain-numeric
  example.0x7f               -> domain-numeric
  [192.0.2.1]                -> domain-literal
  `),
)('reads the domain %j as %s', (text, outcome) => {
  expect(value(text)).toBe(outcome);
});

test.each(
  cases(`
  [192.0.2.1]                -> [192.0.2.1]
  [IPv6:2001:DB8:0::1]       -> [IPv6:2001:db8::1]
  [ipv6:::ffff:1.2.3.4]      -> [IPv6:::ffff:102:304]
  [192.0.2.01]               -> domain-literal
  [192.0.2.256]              -> domain-literal
  [192.0.2]                  -> domain-literal
  [IPv6:192.0.2.1]           -> domain-literal
  [IPv6:1::2::3]             -> domain-literal
  [2001:db8::1]              -> domain-literal
  [x:y]                      -> domain-literal
  [192.0.2.1                 -> domain-literal
  [192.0.2.12                -> domain-literal
  [[IPv6:2001:db8::1]        -> domain-literal
  [IPv6:2001:db8::1]]        -> domain-literal
  []                         -> domain-literal
  `),
)('reads the address literal %j as %s', (text, outcome) => {
  expect(value(text, true)).toBe(outcome);
});

test('bounds labels at 63 characters and names at 253', () => {
  expect(value(`${'a'.repeat(63)}.test`)).toBe(`${'a'.repeat(63)}.test`);
  expect(value(`${'a'.repeat(64)}.test`)).toBe('domain-malformed');
  expect(value(`${'a.'.repeat(126)}a`)).toBe(`${'a.'.repeat(126)}a`);
  expect(value(`${'a.'.repeat(126)}aa`)).toBe('domain-too-long');
  expect(value('')).toBe('domain-empty');
});

test('what is displayed is read as the same domain, in either form and any case', () => {
  fc.assert(
    fc.property(anyDomain, fc.boolean(), (text, upper) => {
      const read = parseDomain(upper ? text.toUpperCase() : text);
      expect(read.ok, text).toBe(true);
      if (!read.ok) return;
      expect(parseDomain(read.value.ascii)).toEqual(read);
      expect(parseDomain(displayDomain(read.value))).toEqual(read);
    }),
    { numRuns },
  );
});

test('plain names are read as UTS #46 reads them, though its tables are not asked', () => {
  const label = fc.stringMatching(/^[a-zA-Z0-9-]{1,5}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
      const text = labels.join('.');
      const strict = { useSTD3ASCIIRules: true, checkHyphens: true, verifyDNSLength: true };
      const read = parseDomain(text);
      if (read.ok) expect(read.value.ascii).toBe(toASCII(text, strict));
      else if (read.error.code !== 'domain-numeric')
        expect(toASCII(text, strict), read.error.message).toBe(null);
    }),
    { numRuns },
  );
});
