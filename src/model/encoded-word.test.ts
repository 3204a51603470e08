import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numRuns } from './arbitraries.test-data.ts';
import { decodeEncodedWords, ENCODED_ATOM } from './encoded-word.ts';

const value = (text: string): string => {
  const read = decodeEncodedWords(text);
  return read.ok ? read.value : read.error.code;
};

test.each([
  ['plain text', 'plain text'],
  ['a =?utf-8?q?b?= c', 'a b c'],
  ['=?utf-8?q?a?= =?utf-8?q?b?=', 'ab'],
  ['=?utf-8?q?a?=  \t=?iso-8859-1?q?=E4?= c', 'aä c'],
  ['=?utf-8?q?a?= x =?utf-8?q?b?=', 'a x b'],
  ['=?utf-8?q??=', ''],
  ['=?UTF-8?B?8J+YgA==?=', '😀'],
  ['=?windows-1252?Q?=80?=', '€'],
  ['=?gb18030?B?ztI=?=', '我'],
  ['=?us-ascii?q?a_b?=', 'a b'],
  ['=?', 'encoded-word-malformed'],
  ['a =?utf-8?q?b', 'encoded-word-malformed'],
  ['=?utf-8?q?a?= =?', 'encoded-word-malformed'],
  ['=?utf-8?q?a=4?=', 'encoded-word-malformed'],
  ['=?utf-8?b?YQ?=', 'encoded-word-malformed'],
  ['=?utf-8?b?Y=Q=?=', 'encoded-word-malformed'],
  ['=?utf-8?q?a"b?=', 'encoded-word-malformed'],
  ['=?utf-16le?b?YQA=?=', 'encoded-word-charset'],
  ['=?utf-16be?b?AGE=?=', 'encoded-word-charset'],
  ['=?x-user-defined?q?a?=', 'encoded-word-charset'],
  ['=?iso-2022-kr?q?a?=', 'encoded-word-charset'],
  ['=?utf-8?q?=FF?=', 'encoded-word-undecodable'],
  ['=?utf-8?q?=ED=A0=80?=', 'encoded-word-undecodable'],
  ['=?utf-8?q?=C0=80?=', 'encoded-word-undecodable'],
  ['=?utf-8?q?a=0A?=', 'encoded-word-hidden'],
  ['=?utf-8?q?a=C2=85?=', 'encoded-word-hidden'],
  ['=?iso-8859-1?q?=1B?=', 'encoded-word-hidden'],
])('decodes %j to %j', (text, outcome) => {
  expect(value(text)).toBe(outcome);
});

test('refuses neighbours that mean something else when they are decoded together', () => {
  expect(value('=?iso-2022-jp?B?GyRCJDM=?= =?iso-2022-jp?Q?abcd?=')).toBe('encoded-word-malformed');
  expect(value('=?iso-2022-jp?B?GyRCJDMbKEI=?= =?iso-2022-jp?Q?abcd?=')).toBe('こabcd');
});

test('text comes back from its encoded words, in either encoding and however it is cut', () => {
  const letters = fc.array(fc.constantFrom('a', 'Z', ' ', '_', '?', '=', '.', '"', '<', 'ä', '中', '😀'), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(letters, fc.boolean()), { minLength: 1, maxLength: 4 }), (cuts) => {
      const text = cuts.map(([letter]) => letter.join('')).join('');
      fc.pre(cuts.every(([letter]) => !letter.join('').includes('=?')));
      const words = cuts.map(([letter, base64]) => {
        const bytes = [...new TextEncoder().encode(letter.join(''))];
        if (base64) return `=?utf-8?B?${btoa(String.fromCharCode(...bytes))}?=`;
        return `=?UTF-8?q?${bytes.map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('')}?=`;
      });
      expect(value(words.join(' '))).toBe(text);
      ENCODED_ATOM.lastIndex = 0;
      expect(ENCODED_ATOM.exec(words[0] ?? '')?.[0]).toBe(words[0]);
    }),
    { numRuns },
  );
});

test.each([
  [' =?utf-8?q?b?=', ' b'],
  ['=?utf-8?b?77u/YQ==?=', '\ufeffa'],
  ['=?UTF-8?q?a?= =?utf-8?Q?b?=', 'ab'],
  ['=?iso-8859-1?q?=E4?= =?utf-8?q?b?=', 'äb'],
  ['=?iso-8859-1?q?b?= =?utf-8?q?=C3=A4?=', 'bä'],
])(
  'keeps what stands before it, a mark of byte order, and its charset in any case: %j is %j',
  (text, meaning) => {
    expect(decodeEncodedWords(text)).toEqual({ ok: true, value: meaning });
  },
);
