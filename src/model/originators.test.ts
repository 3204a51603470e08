import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from './address.ts';
import { cases, numRuns } from './arbitraries.test-data.ts';
import { encoder } from './header.test-data.ts';
import { readHeaderBlock } from './header-block.ts';
import { readOriginators } from './originators.ts';

const addresses = (mailboxes: { address: Parameters<typeof formatAddress>[0] }[]): string =>
  mailboxes.map(({ address }) => formatAddress(address)).join(',');

const codes = (found: { code: string }[]): string => found.map(({ code }) => code).join(' ');

/** `count from (defects); field=mailboxes (defects)`; in the tables `|` stands for CRLF. */
const told = (text: string, smtpUtf8 = false): string => {
  const read = readOriginators(encoder.encode(`${text.replaceAll('|', '\r\n')}\r\n\r\nbody`), { smtpUtf8 });
  const parts = [
    `${read.fromCount} ${addresses(read.from)} (${codes(read.fromDefects)})`,
    ...read.others.map(
      ({ field, mailboxes, defects }) => `${field}=${addresses(mailboxes)} (${codes(defects)})`,
    ),
  ];
  return parts.map((part) => part.replace(' ()', '').replace('  ', ' ').trim()).join('; ');
};

test.each(
  cases(`
  From: me@mine.test                             -> 1 me@mine.test
  FROM:Me <me@mine.test>                         -> 1 me@mine.test
  From:| Me| (c)| <me@mine.test>                 -> 1 me@mine.test
  To: x@y.test                                   -> 0
  From:                                          -> 1 (from-empty)
  From: a@x.test,b@x.test                        -> 1 a@x.test,b@x.test (sender-missing)
  From: a@x.test,b@x.test|Sender: a@x.test       -> 1 a@x.test,b@x.test; Sender=a@x.test
  Sender: S <s@x.test>|From: a@x.test            -> 1 a@x.test; Sender=s@x.test
  From: a@x.test|Sender: s@x.test,t@x.test       -> 1 a@x.test; Sender=s@x.test,t@x.test (sender-several)
  From: a@x.test|Sender: s@x.test|SENDER: t@x.test -> 1 a@x.test; Sender=s@x.test; Sender=t@x.test (sender-repeated)
  From: a@x.test|Sender: oops                    -> 1 a@x.test; Sender= (address-without-at)
  From: a@x.test|Sender:                         -> 1 a@x.test; Sender= (from-empty)
  From: a@x.test|Resent-From: b@x.test|Resent-From: c@x.test|Resent-Sender: d@x.test -> 1 a@x.test; Resent-From=b@x.test; Resent-From=c@x.test; Resent-Sender=d@x.test
  From: a@x.test|Resent-From: b@x.test,c@x.test  -> 1 a@x.test; Resent-From=b@x.test,c@x.test (sender-missing)
  From: a@x.test|Resent-From: b@x.test           -> 1 a@x.test; Resent-From=b@x.test
  From: a@x.test|Resent-From: b@x.test,c@x.test|Resent-Sender: b@x.test -> 1 a@x.test; Resent-From=b@x.test,c@x.test; Resent-Sender=b@x.test
  From: a@x.test|From: b@x.test                  -> 2
  From: oops|From: b@x.test                      -> 2
  To: z@x.test| From: b@x.test                   -> 1
  To: z@x.test| From: b@x.test|From: a@x.test    -> 2
  From: a@x.test|From : b@x.test                 -> 2 (space-before-colon)
  From : a@x.test                                -> 1 (space-before-colon)
  From: a@x.test| |To: b@x.test                  -> 1 (blank-looking-line)
  From: a@x.test|To: b\\nSubject: c              -> 1 (bare-lf)
  From: Jörg <a@x.test>                          -> 1 (eight-bit)
  From: a@x.test|Sender: Jörg <s@x.test>         -> 1 a@x.test; Sender= (eight-bit)
  From: a@x.test|Subject: Jörg                   -> 1 a@x.test
  From: a@x.test|Sender : s@x.test               -> 1 (space-before-colon); Sender=s@x.test
  `),
)('reads %j as %s', (text, outcome) => {
  expect(told(text)).toBe(outcome);
});

test('reads a block as it reads the bytes', () => {
  const bytes = encoder.encode('From: Jörg <jörg@x.test>\r\n\r\n');
  const options = { smtpUtf8: true };
  expect(readOriginators(readHeaderBlock(bytes, options), options)).toEqual(readOriginators(bytes, options));
  expect(told('From: Jörg <jörg@bücher.example>', true)).toBe('1 jörg@xn--bcher-kva.example');
});

test('never throws, whatever the bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          'From:',
          ' ',
          '\r\n',
          '\t',
          '@',
          '<',
          '>',
          '"',
          '(',
          ')',
          ',',
          ';',
          '=?',
          '\\',
          'a',
          '\0',
          '\xff',
        ),
        { maxLength: 60 },
      )
      .map((letters) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0))),
    fc.string({ unit: 'binary' }).map((text) => encoder.encode(`From: ${text}\r\n\r\n`)),
  );
  fc.assert(
    fc.property(bytes, fc.boolean(), (input, smtpUtf8) => {
      expect(readOriginators(input, { smtpUtf8 }).fromCount).toBeGreaterThanOrEqual(0);
    }),
    { numRuns },
  );
});
