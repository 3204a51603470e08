import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cases, numRuns } from './arbitraries.test-data.ts';
import { encoder, message } from './header.test-data.ts';
import { MAX_HEADER, readHeaderBlock } from './header-block.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const defects = (bytes: Uint8Array, smtpUtf8 = false): string => {
  const { fields, defects: structural } = readHeaderBlock(bytes, { smtpUtf8 });
  return (
    [...structural, ...fields.flatMap((field) => field.defects)].map(({ code }) => code).join(' ') || 'none'
  );
};

/** In the tables `|` stands for CRLF. */
const lines = (text: string): string => text.replaceAll('|', '\r\n');

test('tells the fields, unfolded and decoded, and where they and the body stand', () => {
  const text = 'From: Me\r\n\t<me@mine.test> \r\nsubject:J\u00f6rg\r\nX-Empty:\r\n\r\nbody\r\n';
  const bytes = encoder.encode(text);
  const block = readHeaderBlock(bytes, { smtpUtf8: false });
  expect(block.fields.map(({ name, value }) => [name, value])).toEqual([
    ['From', 'Me\t<me@mine.test>'],
    ['subject', 'Jörg'],
    ['X-Empty', ''],
  ]);
  expect(block.fields[0]?.body).toBe('Me\r\n\t<me@mine.test>');
  const written = block.fields.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)));
  expect(written).toEqual(['From: Me\r\n\t<me@mine.test> \r\n', 'subject:Jörg\r\n', 'X-Empty:\r\n']);
  expect(new TextDecoder().decode(bytes.subarray(block.bodyStart))).toBe('body\r\n');
  expect(block.defects).toEqual([]);
  expect(block.fromLines).toBe(1);
});

test('a message may have no fields, no body, or nothing at all', () => {
  const read = (text: string) => {
    const { fields, bodyStart, defects: found } = readHeaderBlock(encoder.encode(text), { smtpUtf8: false });
    return [fields.length, bodyStart, found.length];
  };
  expect(read('')).toEqual([0, 0, 0]);
  expect(read('\r\nFrom: x\r\n')).toEqual([0, 2, 0]);
  expect(read('From: x\r\n')).toEqual([1, 9, 0]);
  expect(read('From: x')).toEqual([1, 7, 0]);
  expect(read('From: x\r\n\r\n')).toEqual([1, 11, 0]);
});

test('the body begins behind the first empty line, and a bare LF ends none', () => {
  const bodyOf = (text: string): string =>
    text.slice(readHeaderBlock(latin1(text), { smtpUtf8: false }).bodyStart);
  expect(bodyOf('\nX: y\r\n\r\nbody')).toBe('body');
  expect(bodyOf('X\nTo: y\r\n\r\nbody')).toBe('body');
  expect(bodyOf('X: y\n\r\nTo: z\r\n\r\nbody')).toBe('body');
  expect(bodyOf('X: y\n\nbody')).toBe('');
});

test('of the blanks around a value only those of mail fall away, and a byte order mark is part of it', () => {
  const valueOf = (text: string): string | undefined =>
    readHeaderBlock(encoder.encode(text), { smtpUtf8: false }).fields[0]?.value;
  expect(valueOf('X: \t\r\ny\r\n')).toBe('');
  expect(valueOf('X:\n \r\ty z \t\n\r')).toBe('y z');
  expect(valueOf('X:\u00a0y\u3000\r\n')).toBe('\u00a0y\u3000');
  expect(valueOf('X:\ufeffy\r\n')).toBe('\ufeffy');
});

test.each(
  cases(`
  From: x|To: y||                          -> none
  Subject: a|\\tb: c| d||                  -> none
  X_odd.name!: y||                         -> none
  Subject: a\\tb||                         -> none
  From: x\\rTo: y||                        -> bare-cr
  From: x\\r|To: y||                       -> bare-cr
  From: x\\nTo: y||                        -> bare-lf
  From: x\\n\\nbody||                      -> bare-lf
  X: a\\u0000b||                           -> nul
  X: a\\u0007b||                           -> control-character
  X: a\\u000bb||                           -> control-character
  X: a\\u001bb||                           -> control-character
  X: a\\u007fb||                           -> control-character
  X\\u0000: a||                            -> nul name-character
  From : x||                               -> space-before-colon
  From\\t: x||                             -> space-before-colon
  X Y: z||                                 -> name-character
  XÄ: z||                                  -> name-non-ascii
  \\ufeffFrom: x||                         -> name-non-ascii
  Hello there||                            -> no-colon
  To: x|Hello there|From: y||              -> no-colon
  : x||                                    -> name-empty
  \\tX: y|From: x||                        -> continuation-first
  From: x| |To: y||                        -> blank-looking-line
  From: x|\\t |To: y||                     -> blank-looking-line
  From me@mine.test Mon Jan  1 00:00:00 2024|To: y|| -> mbox-from
  To: y|From me@mine.test||                -> mbox-from
  >From me@mine.test|To: y||               -> mbox-from
  X: a\\u2028From: b||                     -> hidden-line-break
  X: a\\u0085From: b||                     -> hidden-line-break
  X: a\\u2028b||                           -> none
  Subject: Jörg||                          -> none
  Reply-To: Jörg <a@x.test>||              -> none
  From: Jörg <a@x.test>||                  -> eight-bit
  Sender: Jörg <a@x.test>||                -> eight-bit
  Resent-From: Jörg <a@x.test>||           -> eight-bit
  RESENT-SENDER: Jörg <a@x.test>||         -> eight-bit
  `),
)('finds in %j: %s', (text, outcome) => {
  expect(defects(encoder.encode(lines(text)))).toBe(outcome);
});

test('a line that is no field has no name, and all of it is its value', () => {
  const read = (text: string) =>
    readHeaderBlock(encoder.encode(text), { smtpUtf8: false }).fields.map(({ name, value }) => [name, value]);
  expect(read('Hello there\r\n\r\n')).toEqual([['', 'Hello there']]);
  expect(read('\tX: y\r\n\r\n')).toEqual([['', 'X: y']]);
  expect(read('From: x\r\nHello')).toEqual([
    ['From', 'x'],
    ['', 'Hello'],
  ]);
});

test('a field with bytes that are not UTF-8, and a block that is too large, are told with the way out', () => {
  const [from] = readHeaderBlock(latin1('From: J\u00f6rg <a@x.test>\r\n\r\n'), { smtpUtf8: true }).fields;
  expect(from?.defects[0]?.message).toBe(
    '"From" holds bytes that are not UTF-8: write names as encoded words',
  );
  const { defects: found } = readHeaderBlock(new Uint8Array(MAX_HEADER + 1).fill(120), { smtpUtf8: true });
  expect(found[0]?.message).toBe('the header block has more than 256 KiB: send fewer or shorter fields');
});

test('a first line of blanks is a defect once', () => {
  expect(defects(encoder.encode(' \r\nTo: y\r\n\r\n'))).toBe('continuation-first');
});

test('a blank before the first field is a defect', () => {
  expect(defects(encoder.encode(' From: x\r\nTo: y\r\n\r\n'))).toBe('continuation-first');
});

test('judged fields are UTF-8, and that only with SMTPUTF8; others are shown as well as can be', () => {
  const from = latin1('From: J\u00f6rg <a@x.test>\r\n\r\n');
  expect(defects(from)).toBe('undecodable');
  expect(defects(from, true)).toBe('undecodable');
  expect(defects(encoder.encode('From: Jörg <a@x.test>\r\n\r\n'), true)).toBe('none');
  const subject = latin1('Subject: J\u00f6rg\r\n\r\n');
  expect(defects(subject)).toBe('none');
  expect(readHeaderBlock(subject, { smtpUtf8: false }).fields[0]?.value).toBe('J\u00f6rg');
  const second = latin1('To: a@x.test\r\nSubject: J\u00f6rg\r\n\r\n');
  expect(readHeaderBlock(second, { smtpUtf8: false }).fields[1]?.value).toBe('J\u00f6rg');
});

test('a line has 998 octets at most where it is judged, or where its rest could become a From line', () => {
  const field = (name: string, value: string) => defects(encoder.encode(`${name}: ${value}\r\n\r\n`));
  expect(field('From', 'x'.repeat(992))).toBe('none');
  expect(field('From', 'x'.repeat(993))).toBe('line-too-long');
  expect(field('References', 'x'.repeat(2000))).toBe('none');
  expect(field('Subject', `${'x'.repeat(989)}From: ceo@bank.test`)).toBe('line-too-long');
  expect(field('Subject', `${'x'.repeat(983)}From :`)).toBe('none');
  expect(field('Subject', `${'x'.repeat(984)}From :`)).toBe('line-too-long');
  expect(field('Subject', `a\r\n ${'x'.repeat(1000)} From: b`)).toBe('line-too-long');
  expect(field('Subject', `a\r\n From: ${'x'.repeat(1000)}`)).toBe('line-too-long');
  expect(field('X-From', 'x'.repeat(1000))).toBe('none');
  expect(field('From', `a\r\n ${'x'.repeat(1000)}`)).toBe('line-too-long');
  expect(field('From', `${'x'.repeat(900)}\r\n ${'x'.repeat(900)}`)).toBe('none');
});

test.each(
  cases(`
  From: x||                                -> 1
  FROM: x||                                -> 1
  To: x||                                  -> 0
  From: x|From: y||                        -> 2
  From: x|from: y||                        -> 2
  From: x|From : y||                       -> 2
  From: x|From\\t: y||                     -> 2
  From: x| From: y||                       -> 2
  To: z| From: y|From: x||                 -> 2
  From: x|F r o m: y||                     -> 2
  From: x|Fr\\u0000om: y||                 -> 2
  From: x|From\\u0008: y||                 -> 2
  From: x|\\ufeffFrom: y||                 -> 2
  From: x|Fr\\u200bom: y||                 -> 2
  From: x|From\\u00a0: y||                 -> 2
  From: x|Ｆrom: y||                        -> 2
  From: x|To: a\\nFrom: y||                -> 2
  From: x|To: a\\rFrom: y||                -> 2
  From: x|To: a\\r\\rFrom: y||             -> 2
  From: x|To: a\\u000bFrom: y||            -> 2
  From: x|To: a\\u0085From: y||            -> 2
  From: x|To: a\\u2029 From: y||           -> 2
  From: x|\\t|From: y||                    -> 2
  From: x|no colon|From: y||               -> 2
  From: x||From: y                         -> 1
  From: x|X-From: y|From-X: z||            -> 1
  From: x|Received: from: y||              -> 1
  From: x|Subject: From: y||               -> 1
  From: x|X: a| fromx||                    -> 1
  From: x|Received: from a|\\tfrom [IPv6:::1] by b|| -> 1
  From: x|Fröm: y||                        -> 1
  `),
)('counts the From lines of %j as %s', (text, outcome) => {
  expect(readHeaderBlock(encoder.encode(lines(text)), { smtpUtf8: true }).fromLines).toBe(Number(outcome));
});

test('refuses a block of more than 256 KiB unread, and names each kind of defect once', () => {
  const field = `X: ${'y'.repeat(95)}\r\n`;
  const fits = field.repeat(Math.floor(MAX_HEADER / field.length) - 1);
  expect(defects(encoder.encode(`${fits}\r\nbody`))).toBe('none');
  expect(defects(encoder.encode(`${fits}${field.repeat(2)}\r\nbody`))).toBe('header-too-large');
  expect(defects(new Uint8Array(1 << 20).fill(10))).toBe('header-too-large bare-lf no-colon');
});

test('the fields cover the block, whatever is in it', () => {
  fc.assert(
    fc.property(message, (text) => {
      const bytes = encoder.encode(text);
      const { fields, bodyStart } = readHeaderBlock(bytes, { smtpUtf8: true });
      let at = 0;
      for (const { start, end } of fields) {
        expect(start).toBe(at);
        at = end;
      }
      expect([at, at + 2]).toContain(bodyStart);
    }),
    { numRuns },
  );
});
