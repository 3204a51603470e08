import { expect, test } from 'vitest';

import { formatSize } from './size.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 KB'],
  [9949, '9.9 KB'],
  [9950, '10 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [26_214_400, '26 MB'],
  [999_500_000, '1.0 GB'],
  [12_345_678_901, '12 GB'],
])('%d bytes are "%s"', (bytes, words) => expect(formatSize(bytes)).toBe(words));
