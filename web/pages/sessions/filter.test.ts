import { describe, expect, test } from 'vitest';

import { filterOf, formatFilter, parseFilter, queryOf, searchOf, type SessionFilter } from './filter.ts';

const full: SessionFilter = {
  user: 'shop',
  outcome: 'reject',
  rule: 'from.single',
  port: 25,
  unlisted: 'true',
};

describe('the filter of sessions', () => {
  test('is the same as text and as URL', () => {
    expect(formatFilter(full)).toBe('user:shop outcome:reject rule:from.single port:25 list:none');
    expect(parseFilter(formatFilter(full))).toEqual({ filter: full, unread: [] });
    expect(filterOf(new URLSearchParams(searchOf(full)))).toEqual(full);
    expect(formatFilter({})).toBe('');
  });

  test('guesses what a bare word is', () => {
    const read = (text: string) => parseFilter(text).filter;
    expect(read('from.single')).toEqual({ rule: 'from.single' });
    expect(read('Reject')).toEqual({ outcome: 'reject' });
    expect(read('2525')).toEqual({ port: 2525 });
    expect(read(' shop ')).toEqual({ user: 'shop' });
  });

  test('tells the words that mean nothing', () => {
    expect(parseFilter('rule:nonsense port:0 colour:red outcome: user:shop')).toEqual({
      filter: { user: 'shop' },
      unread: ['rule:nonsense', 'port:0', 'colour:red', 'outcome:'],
    });
    expect(filterOf(new URLSearchParams('rule=nonsense&port=x&outcome=maybe&other=1'))).toEqual({});
  });

  test('asks for what is in no list instead of for the list', () => {
    expect(queryOf({ port: 25 }, 'default')).toEqual({ port: 25, list: 'default' });
    expect(queryOf({ unlisted: 'true' }, 'default')).toEqual({ unlisted: 'true' });
  });
});
