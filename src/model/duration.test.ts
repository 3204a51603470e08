import { expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

it.each([
  ['48h', 172_800_000],
  ['1.5m', 90_000],
  ['1.125s', 1125],
  ['500ms', 500],
  ['0s', 0],
  ['5d', 432_000_000],
  ['5', null],
  ['5 d', null],
  ['-5d', null],
  ['5w', null],
  ['5days', null],
  ['', null],
  ['1.2345s', null],
])('"%s" is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
