import { describe, expect, test } from 'vitest';

import { reconcile } from './reconcile.ts';

const items = (ids: string) => ids.split('').map((id) => ({ id }));
const ids = (all: { id: string }[]) => all.map(({ id }) => id).join('');

describe('against the newest page', () => {
  test.each<
    [what: string, shown: string, newest: string, more: boolean, kept: string, fresh: string, gap: boolean]
  >([
    ['nothing new', 'cba', 'cba', false, 'cba', '', false],
    ['two new', 'cba', 'edcb', true, 'cba', 'ed', false],
    ['one gone from the middle', 'dcba', 'dba', false, 'dba', '', false],
    ['one gone, what lies below the page stays', 'edcba', 'ed', true, 'edcba', '', false],
    ['one gone within the page, below it unknown', 'edcba', 'ec', true, 'ecba', '', false],
    ['the first gone and one new', 'cba', 'dba', false, 'ba', 'd', false],
    ['all gone', 'cba', '', false, '', '', false],
    ['all gone and two new', 'cba', 'ed', false, '', 'ed', false],
    ['more new than the page holds', 'cba', 'xyz', true, 'cba', 'xyz', true],
    ['the first ones', '', 'ba', false, '', 'ba', false],
    ['the first ones of many', '', 'ba', true, '', 'ba', false],
    ['older ones that slid into the page are not new', 'ed', 'edcb', true, 'ed', '', false],
  ])('%s', (_, shown, newest, more, kept, fresh, gap) => {
    const found = reconcile(items(shown), { items: items(newest), next: more ? 'n' : null });
    expect([ids(found.kept), ids(found.fresh), found.gap]).toEqual([kept, fresh, gap]);
  });

  test('what changed stands as it is now, and what did not is the same array', () => {
    const shown = items('ba');
    expect(reconcile(shown, { items: [...shown], next: null }).kept).toBe(shown);
    const changed = { id: 'b', done: true };
    expect(reconcile(shown, { items: [changed, shown[1]!], next: null }).kept[0]).toBe(changed);
  });
});
