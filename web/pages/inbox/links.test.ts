import { expect, test } from 'vitest';

import { splitLinks } from './links.ts';

test.each<[text: string, links: string[]]>([
  ['', []],
  ['none here', []],
  ['see https://a.test/x?y=1&z#q.', ['https://a.test/x?y=1&z#q']],
  ['(http://127.0.0.1:8025/verify/Ab_-9)', ['http://127.0.0.1:8025/verify/Ab_-9']],
  ['<https://a.test/wiki/A_(b)>, https://b.test', ['https://a.test/wiki/A_(b)', 'https://b.test']],
  ['javascript:alert(1) mailto:a@b.test https://', []],
])('in %j are %j, and nothing is lost', (text, links) => {
  const pieces = splitLinks(text);
  expect(pieces.flatMap(({ href }) => href ?? [])).toEqual(links);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});
