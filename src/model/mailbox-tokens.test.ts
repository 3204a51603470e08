import { expect, test } from 'vitest';
import { tokenize } from './mailbox-tokens.ts';

/** `kind:text` of each token, `+` before it where blanks stand there, `~` behind it where a line ends within it. */
const told = (text: string): string => {
  const read = tokenize(text);
  if (!read.ok) return read.error.code;
  return read.value
    .map(
      ({ kind, text: meaning, spaced, folded }) =>
        `${spaced ? '+' : ''}${kind}:${meaning}${folded ? '~' : ''}`,
    )
    .join(' ');
};

test.each([
  ['', ''],
  ['a b', '+atom:a +atom:b'],
  ['a"b c"', '+atom:a quoted:b c'],
  ['a (b (c) d)', '+atom:a +comment:b (c) d'],
  ['a\t[1]', '+atom:a +literal:[1]'],
  ['<x>', '+special:< atom:x special:>'],
  ['=?utf-8?q?g?=', '+encoded:=?utf-8?q?g?='],
  ['=?g', '+atom:=?g'],
  ['a\r\n b', '+atom:a +atom:b'],
  ['"a\r\n\tb" c', '+quoted:a\tb~ +atom:c'],
  ['(a\r\n b) c', '+comment:a b~ +atom:c'],
  ['"a\\"b"', '+quoted:a"b'],
  ['(a\\)b)', '+comment:a)b'],
  ['a\r\nb', 'unquoted-special'],
  ['"a', 'quote-open'],
  ['(a', 'comment-open'],
  ['a)', 'comment-close'],
  ['a\\b', 'unquoted-special'],
])('cuts %j into %s', (text, tokens) => {
  expect(told(text)).toBe(tokens);
});

test('tells where each token stands, so that they cover the text but for blanks and folds', () => {
  const text = 'a "b c"\r\n (d)<x>';
  const read = tokenize(text);
  const places = read.ok ? read.value.map(({ start, end }) => text.slice(start, end)) : [];
  expect(places).toEqual(['a', '"b c"', '(d)', '<', 'x', '>']);
});
