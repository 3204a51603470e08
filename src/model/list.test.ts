import { expect, test } from 'vitest';

import { DEFAULT_LIST, LIST_ID } from './list.ts';

test.each(['default', 'a', '0', 'shop-2_b', 'a'.repeat(64)])('"%s" is the id of a list', (id) => {
  expect(LIST_ID.test(id)).toBe(true);
});

test.each(['', '-a', '_a', 'A', 'ab c', 'ab/', ' ab', 'ä', 'a'.repeat(65)])(
  '"%s" is no id of a list',
  (id) => {
    expect(LIST_ID.test(id)).toBe(false);
  },
);

test('the list that always exists is named as the contract names it', () => {
  expect(DEFAULT_LIST).toBe('default');
});
