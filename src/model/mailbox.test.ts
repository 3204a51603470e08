import emailAddresses from 'email-addresses';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { anyDomain, anyLocal, cases, numRuns } from './arbitraries.test-data.ts';
import { fromValue } from './header.test-data.ts';
import { formatMailbox, parseMailboxList } from './mailbox.ts';
import type { MailboxOptions } from './mailbox.ts';
import type { Address } from './address.ts';

const told = (text: string, options: MailboxOptions): string => {
  const read = parseMailboxList(text, options);
  if (!read.ok) return read.error.code;
  return read.value.map(({ name, address }) => `${name}|${formatAddress(address)}`).join(', ');
};

test.each(
  cases(`
  me@mine.test                                        -> |me@mine.test
  <me@mine.test>                                      -> |me@mine.test
  Me <me@mine.test>                                   -> Me|me@mine.test
  Me<me@mine.test>                                    -> Me|me@mine.test
  < me@mine.test >                                    -> |me@mine.test
  Me Too <me@mine.test>                               -> Me Too|me@mine.test
  Me\\t  Too <me@mine.test>                           -> Me Too|me@mine.test
  "Me, Too" <me@mine.test>                            -> Me, Too|me@mine.test
  "J. Doe" <me@mine.test>                             -> J. Doe|me@mine.test
  "," <me@mine.test>                                  -> ,|me@mine.test
  "a \\"b\\" c" <me@mine.test>                        -> a "b" c|me@mine.test
  "" <me@mine.test>                                   -> |me@mine.test
  "me@mine.test" <me@mine.test>                       -> me@mine.test|me@mine.test
  "ME@Mine.test" <me@mine.test>                       -> ME@Mine.test|me@mine.test
  "'me@mine.test'" <me@mine.test>                     -> 'me@mine.test'|me@mine.test
  "Me (me@mine.test)" <me@mine.test>                  -> Me (me@mine.test)|me@mine.test
  "Me @ Acme" <me@mine.test>                          -> Me @ Acme|me@mine.test
  Me\\r\\n Too\\r\\n\\t<me@mine.test>                 -> Me Too|me@mine.test
  "Me\\r\\n Too" (a\\r\\n b)\\r\\n <me@mine.test>      -> Me Too|me@mine.test
  "\\r\\n me@mine.test" <me@mine.test>                -> me@mine.test|me@mine.test
  "me@mine.test\\r\\n " <me@mine.test>                -> me@mine.test|me@mine.test
  "Me (@me.example)" <me@mine.test>                   -> Me (@me.example)|me@mine.test
  (c) Me (c) <me@mine.test> (c)                       -> Me|me@mine.test
  (c)me@mine.test(c)                                  -> |me@mine.test
  me@mine.test (Me Too)                               -> |me@mine.test
  (a (nested) c) Me <me@mine.test>                    -> Me|me@mine.test
  (a \\) c) Me <me@mine.test>                         -> Me|me@mine.test
  "Me" (c) "Too" <me@mine.test>                       -> Me Too|me@mine.test
  =?utf-8?Q?J=C3=B6rg?= <me@mine.test>                -> Jörg|me@mine.test
  =?UTF-8?b?SsO2cmc=?= <me@mine.test>                 -> Jörg|me@mine.test
  =?utf-8*de?q?J=C3=B6rg?= Too <me@mine.test>         -> Jörg Too|me@mine.test
  =?iso-8859-1?Q?J=F6rg_D.?=<me@mine.test>            -> Jörg D.|me@mine.test
  =?utf-8?Q?J=C3=B6rg?= =?utf-8?Q?_Doe?= <me@mine.test> -> Jörg Doe|me@mine.test
  =?utf-8?Q?Doe=2C_J=C3=B6rg?= <me@mine.test>         -> Doe, Jörg|me@mine.test
  =?utf-8?Q?me=40mine=2Etest?= <me@mine.test>         -> me@mine.test|me@mine.test
  =?iso-2022-jp?B?GyRCJDMbKEI=?= <me@mine.test>       -> こ|me@mine.test
  "=?utf-8?Q?J=C3=B6rg?=" <me@mine.test>              -> Jörg|me@mine.test
  =?utf-8?Q?a?= "=?utf-8?Q?b?=" <me@mine.test>        -> a b|me@mine.test
  me@mine.test,you@mine.test                          -> |me@mine.test, |you@mine.test
  Me <me@mine.test> , "You, Too" <you@mine.test>      -> Me|me@mine.test, You, Too|you@mine.test
  "me"@mine.test                                      -> |me@mine.test
  "me too"@mine.test                                  -> |"me too"@mine.test
  <"me..too"@mine.test>                               -> |"me..too"@mine.test
  me@MINE.test                                        -> |me@mine.test
  me@xn--bcher-kva.example                            -> |me@xn--bcher-kva.example
  me@[192.0.2.1]                                      -> |me@[192.0.2.1]
  <me@[IPv6:2001:db8::1]>                             -> |me@[IPv6:2001:db8::1]
  `),
)('reads the legal %j as %s', (text, outcome) => {
  expect(told(text, { smtpUtf8: false })).toBe(outcome);
});

test.each(
  cases(`
                                                      -> from-empty
  ()                                                  -> list-separator
  Me                                                  -> address-without-at
  me@mine.test,                                       -> list-separator
  ,me@mine.test                                       -> list-separator
  me@mine.test,,you@mine.test                         -> list-separator
  me@mine.test;                                       -> group
  me@mine.test;you@mine.test                          -> group
  Group: me@mine.test;                                -> group
  Group:;                                             -> group
  undisclosed-recipients:;                            -> group
  Me: <me@mine.test>                                  -> group
  <@relay.test:me@mine.test>                          -> route
  <@a.test,@b.test:me@mine.test>                      -> brackets
  J. Doe <me@mine.test>                               -> unquoted-special
  Doe, John <me@mine.test>                            -> address-without-at
  ceo@bank.test <me@mine.test>                        -> unquoted-special
  <ceo@bank.test> <me@mine.test>                      -> brackets
  Me <me@mine.test> too                               -> brackets
  Me <me@mine.test> <ceo@bank.test>                   -> brackets
  Me <me@mine.test                                    -> brackets
  Me me@mine.test>                                    -> blank-in-address
  Me <<me@mine.test>>                                 -> brackets
  Me <>                                               -> list-separator
  Me me@mine.test                                     -> blank-in-address
  me@mine.test ceo@bank.test                          -> blank-in-address
  me @mine.test                                       -> blank-in-address
  me@ mine.test                                       -> blank-in-address
  <me @ mine.test>                                    -> blank-in-address
  me(c)@mine.test                                     -> comment-in-address
  me@(c)mine.test                                     -> comment-in-address
  <(c)me@mine.test>                                   -> comment-in-address
  <me@mine.test(c)>                                   -> comment-in-address
  me."x".too@mine.test                                -> address-local
  me@mine.test.                                       -> domain-trailing-dot
  me@mine..test                                       -> domain-malformed
  me@ceo@bank.test                                    -> domain-malformed
  "ceo@bank.test"@mine.test                           -> local-part-misleads
  "ceo,me"@mine.test                                  -> local-part-misleads
  "<ceo>"@mine.test                                   -> local-part-misleads
  " me"@mine.test                                     -> local-part-misleads
  "ceo@bank.test" <me@mine.test>                      -> name-shows-address
  "CEO <ceo@bank.test>" <me@mine.test>                -> name-shows-address
  "ceo @ bank.test" <me@mine.test>                    -> name-shows-address
  "ceo@" "bank.test" <me@mine.test>                   -> name-shows-address
  "ceo@localhost" <me@mine.test>                      -> name-shows-address
  "me@mine.test ceo@bank.test" <me@mine.test>         -> name-shows-address
  "me@mine.test.bank.test" <me@mine.test>             -> name-shows-address
  "me@mine.test@bank.test" <me@mine.test>             -> name-shows-address
  "\\"ceo\\"@bank.test" <me@mine.test>                -> name-shows-address
  "Me\\r\\n ceo @ bank .test" <me@mine.test>          -> name-shows-address
  "Me\\r\\n me@mine.test x" <me@mine.test>            -> name-shows-address
  (Me\\r\\n ceo @ bank .test) <me@mine.test>          -> name-shows-address
  =?utf-8?Q?me=40mine=2Etest_x?= <me@mine.test>        -> name-shows-address
  "me\\r\\n too"@mine.test                            -> address-characters
  me@mine.test\\r\\n                                  -> hidden-character
  me@mine.test\\r\\nFrom: x                           -> hidden-character
  "Me\\\\r\\n Too" <me@mine.test>                     -> hidden-character
  "c\\eo@bank.test" <me@mine.test>                    -> name-shows-address
  "me\\@mine.test" <me@mine.test>                     -> name-shows-address
  =?utf-8?Q?me=40mine=2Etest?= x <me@mine.test>       -> name-shows-address
  (=?utf-8?Q?me=40mine.test_x?=) <me@mine.test>       -> name-shows-address
  (=?bad) <me@mine.test>                              -> encoded-word-malformed
  (ceo@bank.test) <me@mine.test>                      -> name-shows-address
  (<ceo@bank.test>) me@mine.test                      -> comment-runs-on
  (a (<ceo@bank.test>)) Me <me@mine.test>             -> comment-runs-on
  me@mine.test (ceo@bank.test)                        -> name-shows-address
  =?utf-8?Q?ceo=40bank=2Etest?= <me@mine.test>        -> name-shows-address
  =?utf-8?B?Y2VvQGJhbmsudGVzdA==?= <me@mine.test>     -> name-shows-address
  =?utf-8?Q?ceo=40?= =?utf-8?Q?bank=2Etest?= <me@mine.test> -> name-shows-address
  =?utf-8?Q?ceo=E2=80=8B=40bank=2Etest?= <me@mine.test> -> name-shows-address
  =?utf-8?Q?ceo=EF=BC=A0bank=2Etest?= <me@mine.test>  -> name-shows-address
  "=?utf-8?Q?ceo=40bank.test?=" <me@mine.test>        -> name-shows-address
  (=?utf-8?Q?ceo=40bank.test?=) <me@mine.test>        -> name-shows-address
  =?utf-8?Q?ceo=40bank=2Etest?=                       -> encoded-word-in-address
  <=?utf-8?Q?ceo=40bank=2Etest?=>                     -> encoded-word-in-address
  =?utf-8?Q?me?=@mine.test                            -> encoded-word-in-address
  "=?utf-8?Q?me?="@mine.test                          -> encoded-word-in-address
  =?utf-8?Q?=3Cme=40mine=2Etest=3E?=                  -> encoded-word-in-address
  =?utf-8?Q?a?==?utf-8?Q?b?= <me@mine.test>           -> words-run-together
  x=?utf-8?Q?a?= <me@mine.test>                       -> encoded-word-malformed
  =?utf-8?Q?a?=x <me@mine.test>                       -> words-run-together
  Me"Too" <me@mine.test>                              -> words-run-together
  =?utf-8?X?a?= <me@mine.test>                        -> encoded-word-malformed
  =?utf-8?Q?a b?= <me@mine.test>                      -> encoded-word-malformed
  =?utf-8?Q?=C3?= <me@mine.test>                      -> encoded-word-undecodable
  =?utf-8?Q?=C3?= =?utf-8?Q?=B6?= <me@mine.test>      -> encoded-word-undecodable
  =?utf-8?Q?=G1?= <me@mine.test>                      -> encoded-word-malformed
  =?iso-2022-jp?B?GyRCJDM=?= =?iso-2022-jp?Q?abcd?= <me@mine.test> -> encoded-word-malformed
  =?utf-8?B?SsO2cmc?= <me@mine.test>                  -> encoded-word-malformed
  =?utf-8?B?S=O2?= <me@mine.test>                     -> encoded-word-malformed
  =?klingon?Q?a?= <me@mine.test>                      -> encoded-word-charset
  =?utf-16?B?AGEAYg==?= <me@mine.test>                -> encoded-word-charset
  =?utf-7?Q?a?= <me@mine.test>                        -> encoded-word-charset
  =?utf-8?Q?a=0D=0AFrom:_x?= <me@mine.test>           -> group
  =?utf-8?Q?a=0D=0A?= <me@mine.test>                  -> encoded-word-hidden
  =?utf-8?Q?a=00?= <me@mine.test>                     -> encoded-word-hidden
  =?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?= <me@mine.test> -> encoded-word-hidden
  =?utf-8?Q?=E2=80=AEtset?= <me@mine.test>            -> hidden-character
  =?utf-8?Q?a=22?= <me@mine.test>                     -> encoded-word-delimiters
  "=?" <me@mine.test>                                 -> encoded-word-malformed
  "Me <me@mine.test>                                  -> quote-open
  "Me\\" <me@mine.test>                               -> quote-open
  (Me <me@mine.test>                                  -> comment-open
  Me) <me@mine.test>                                  -> comment-close
  me@mine.test (a (b))                                -> comment-runs-on
  (a(b))me@mine.test                                  -> comment-runs-on
  Me \\\\ <me@mine.test>                              -> unquoted-special
  Me [x] <me@mine.test>                               -> unquoted-special
  me@[IPv6:2001:db8::1]                               -> brackets
  me@[ceo@bank.test]                                  -> domain-literal
  me@mine.test\\u0000                                 -> hidden-character
  Me\\u000b <me@mine.test>                            -> hidden-character
  Me\\rFrom: ceo@bank.test <me@mine.test>             -> hidden-character
  Me\\n <me@mine.test>                                -> hidden-character
  Jörg <me@mine.test>                                 -> smtputf8-needed
  me@bücher.example                                   -> smtputf8-needed
  `),
)('refuses the hostile or unsound %j as %s', (text, outcome) => {
  expect(told(text, { smtpUtf8: false })).toBe(outcome);
});

test.each(
  cases(`
  Jörg <jörg@bücher.example>                          -> Jörg|jörg@xn--bcher-kva.example
  "Jörg, 😀" <me@mine.test>                            -> Jörg, 😀|me@mine.test
  "田中＠営業" <me@mine.test>                          -> 田中＠営業|me@mine.test
  (jörg) me@mine.test                                 -> |me@mine.test
  "ceo＠bank.test" <me@mine.test>                      -> name-shows-address
  "ceo@bank。test" <me@mine.test>                      -> name-shows-address
  "ceo@ba\\u200bnk.test" <me@mine.test>               -> name-shows-address
  "ceo@bank.test" <ceo@ba\\u200bnk.test>              -> domain-unusual
  ce\\u200bo@bank.test                                -> address-characters
  ｍe@mine.test                                        -> address-characters
  me@xn--\\ufeffbcher-kva.example                     -> domain-unusual
  "Me \\u202e moc" <me@mine.test>                     -> hidden-character
  "Me\\u2028From: x" <me@mine.test>                   -> hidden-character
  Me\\u0085 <me@mine.test>                            -> hidden-character
  Me\\ud800 <me@mine.test>                            -> hidden-character
  me\\u00a0too <me@mine.test>                         -> me too|me@mine.test
  `),
)('with SMTPUTF8 reads %j as %s', (text, outcome) => {
  expect(told(text, { smtpUtf8: true })).toBe(outcome);
});

const own: fc.Arbitrary<Address> = fc
  .tuple(
    anyLocal.filter((local) => /^[^\s"(),:;<>@[\\\]]+$/.test(local) && !local.includes('=?')),
    anyDomain,
  )
  .map(([local, domain]) => {
    const read = parseAddress(`"${local}"@${domain}`);
    if (!read.ok) throw new Error(read.error.message);
    return read.value;
  });

test('what is formatted is read as the same mailboxes, whatever stands between them', () => {
  const name = fc.stringMatching(/^([A-Za-z.,;:()<>"\\äöü!-]+( [A-Za-z.,;:()<>"\\äöü!-]+)*)?$/);
  const between = fc.constantFrom(',', ', ', ' ,\t', ' (c), (c) ');
  fc.assert(
    fc.property(
      fc.array(fc.record({ name, address: own }), { minLength: 1, maxLength: 3 }),
      between,
      (mailboxes, comma) => {
        const text = mailboxes.map(formatMailbox).join(comma);
        expect(parseMailboxList(text, { smtpUtf8: true }), text).toEqual({ ok: true, value: mailboxes });
      },
    ),
    { numRuns },
  );
});

test('the parser of RFC 5322 in the library `email-addresses` takes whatever is taken here, with the same addresses', () => {
  let taken = 0;
  fc.assert(
    fc.property(fromValue, (value) => {
      const text = value.replace(/\r\n(?=[ \t])/g, '');
      const read = parseMailboxList(text, { smtpUtf8: true });
      if (!read.ok) return;
      taken += 1;
      // RFC 2047 section 5 has no dot in an encoded word of a phrase; senders do, and here and in obs-phrase it is let be.
      const strict = !/=\?[^?\s]+\?[bq]\?[^?\s]*\.[^?\s]*\?=/i.test(text);
      const theirs = emailAddresses({ input: text, strict, rfc6532: true, startAt: 'mailbox-list' });
      const addresses = (theirs?.addresses ?? []).flatMap((entry) =>
        entry.type === 'mailbox' ? [`"${entry.local.replace(/^"|"$/g, '')}"@${entry.domain}`] : [],
      );
      const keys = addresses
        .map((address) => parseAddress(address, { literal: true }))
        .map((each) => (each.ok ? formatAddress(each.value) : each.error.code));
      expect(keys, JSON.stringify(text)).toEqual(read.value.map(({ address }) => formatAddress(address)));
    }),
    { numRuns },
  );
  expect(taken).toBeGreaterThan(numRuns / 20);
});
