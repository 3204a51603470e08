import { describe, expect, test } from 'vitest';

import { formatSearch, parseSearch, type MessageSearch } from './search-text.ts';

describe('a search', () => {
  test.each<[text: string, search: MessageSearch]>([
    ['', {}],
    ['  two   words ', { q: 'two words' }],
    ['from:a@x.test', { from: 'a@x.test' }],
    ['invoice TO:@y.test from:a@x.test 42', { q: 'invoice 42', from: 'a@x.test', to: '@y.test' }],
    ['from: to:', {}],
    ['from:a@x.test from:b@x.test', { from: 'b@x.test' }],
    ['re:hello', { q: 're:hello' }],
  ])('%j is read', (text, search) => expect(parseSearch(text)).toEqual(search));

  test.each<MessageSearch>([
    {},
    { q: 'a b' },
    { from: 'a@x.test', q: 'a' },
    { from: '@x', to: 'b@y.test', q: 'c d' },
  ])('%j is written as it is read', (search) => expect(parseSearch(formatSearch(search))).toEqual(search));
});
