import { expect, test } from 'vitest';
import { formatRelative } from './time.tsx';

const MINUTE = 60_000;

test.each([
  [0, 'just now'],
  [-44_000, 'just now'],
  [44_000, 'just now'],
  [-50_000, '1 minute ago'],
  [-2 * MINUTE, '2 minutes ago'],
  [-59.5 * MINUTE, '1 hour ago'],
  [3 * 60 * MINUTE, 'in 3 hours'],
  [-47 * 60 * MINUTE, '2 days ago'],
  [48 * 60 * MINUTE, 'in 2 days'],
  [-40 * 1440 * MINUTE, '1 month ago'],
  [-800 * 1440 * MINUTE, '2 years ago'],
])('%d ms away is "%s"', (ms, words) => expect(formatRelative(1e12 + ms, 1e12)).toBe(words));
