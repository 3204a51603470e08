import { expect, test } from 'vitest';
import { createTestClock } from './clock.ts';

test('a test clock runs with its base, and is moved forward only', () => {
  let base = 1000;
  const clock = createTestClock({ now: () => base });
  clock.advance(0);
  clock.advance(500);
  base += 10;
  expect(clock.now()).toBe(1510);
  expect(() => clock.advance(-1)).toThrow(/forward only, not by "-1"/);
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  expect(clock.now()).toBe(1510);
});
