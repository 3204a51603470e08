import { expect, test } from 'vitest';
import { createKeyReader, KEYS } from './keys.ts';

const press = (keys: string) => {
  const read = createKeyReader();
  return keys.split(' ').map((key) => {
    const mod = key.startsWith('Mod+');
    return read({ key: mod ? key.slice(4) : key, ctrlKey: mod, metaKey: false, altKey: false });
  });
};

test.each(KEYS.filter(({ id }) => id !== 'open').map(({ keys, id }) => [keys, id] as const))(
  '%s is %s',
  (keys, id) => {
    expect(press(keys).at(-1)).toBe(id);
  },
);

test('two keys count only one right after the other', () => {
  expect(press('g x s')).toEqual([null, null, null]);
  expect(press('s')).toEqual([null]);
  expect(press('g g i')).toEqual([null, null, 'go-inbox']);
  expect(press('g j')).toEqual([null, 'next']);
});

test('a modifier makes another key of it', () => {
  expect(press('Mod+j Mod+/ k')).toEqual([null, null, 'previous']);
  expect(createKeyReader()({ key: 'K', ctrlKey: false, metaKey: true, altKey: false })).toBe('palette');
  expect(createKeyReader()({ key: 'j', ctrlKey: false, metaKey: false, altKey: true })).toBeNull();
});

test('no key is bound twice', () => {
  expect(new Set(KEYS.map(({ keys }) => keys)).size).toBe(KEYS.length);
});
