import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  ALLOWED_PORTS,
  expandPortRanges,
  formatPortRanges,
  parsePortRanges,
  type PortRange,
  foldPorts,
} from './port-range.ts';

describe('port ranges that are taken', () => {
  test.each([
    ['25', '25'],
    ['25,1025-5000', '25,1025-5000'],
    ['  25 , 1025 - 1030 ', '25,1025-1030'],
    ['2525,25', '25,2525'],
    ['2525,2525,2525-2525', '2525'],
    ['1025-1030,1028-1040', '1025-1040'],
    ['1025-2000,1100-1200', '1025-2000'],
    ['1025,1026', '1025-1026'],
    ['25,', '25'],
    ['01025', '1025'],
  ])('%j is read as %s', (text, folded) => {
    const read = parsePortRanges(text);
    expect(read.ok && formatPortRanges(read.value)).toBe(folded);
  });
});

describe('port ranges that are refused', () => {
  test.each([
    ['', 'ports-empty', 'choose from 25 and 1025-5000'],
    [' , ', 'ports-empty', 'choose from 25 and 1025-5000'],
    ['80', 'port-outside', 'port "80" is outside'],
    ['24', 'port-outside', '"24"'],
    ['26', 'port-outside', '"26"'],
    ['1024', 'port-outside', '"1024"'],
    ['5001', 'port-outside', '"5001"'],
    ['0', 'port-outside', '"0"'],
    ['99999', 'port-outside', '"99999"'],
    ['1000-1030', 'port-outside', 'port "1000" of "1000-1030"'],
    ['4999-5002', 'port-outside', 'port "5001" of "4999-5002"'],
    ['25-1025', 'port-outside', 'port "26" of "25-1025"'],
    ['25,587', 'port-outside', '"587"'],
    ['2000-1025', 'port-malformed', '"2000-1025"'],
    ['-25', 'port-malformed', '"-25"'],
    ['25;1025', 'port-malformed', '"25;1025"'],
    ['1025-', 'port-malformed', '"1025-"'],
    ['1025-1030-1040', 'port-malformed', '"1025-1030-1040"'],
    ['smtp', 'port-malformed', '"smtp"'],
    ['2525.0', 'port-malformed', '"2525.0"'],
    ['1e3', 'port-malformed', '"1e3"'],
    ['２５', 'port-malformed', '"２５"'],
  ])('%j fails with %s', (text, code, words) => {
    const read = parsePortRanges(text);
    expect(read).toMatchObject({
      ok: false,
      error: { code, message: expect.stringContaining(words) as string },
    });
  });
});

test('all allowed ports are 3,977', () => {
  expect(expandPortRanges(ALLOWED_PORTS)).toHaveLength(3977);
});

test('what is formatted reads back as the same ports', () => {
  fc.assert(
    fc.property(fc.array(allowedRange, { minLength: 1 }), (ranges) => {
      const read = parsePortRanges(formatPortRanges(ranges));
      expect(read.ok && expandPortRanges(read.value)).toEqual(portsOf(ranges));
      expect(read.ok && parsePortRanges(formatPortRanges(read.value))).toEqual(read);
    }),
  );
});

const allowedRange: fc.Arbitrary<PortRange> = fc.oneof(
  fc.constant({ from: 25, to: 25 }),
  fc
    .tuple(fc.integer({ min: 1025, max: 5000 }), fc.nat({ max: 50 }))
    .map(([from, more]) => ({ from, to: Math.min(from + more, 5000) })),
);

/** By a second way: a set of ports. */
const portsOf = (ranges: readonly PortRange[]): number[] => {
  const ports = new Set<number>();
  for (const { from, to } of ranges) for (let port = from; port <= to; port++) ports.add(port);
  return [...ports].toSorted((a, b) => a - b);
};

test('folds ports into the fewest ranges, in whatever order they come', () => {
  expect(foldPorts([1027, 25, 1025, 1026, 2000])).toEqual([
    { from: 25, to: 25 },
    { from: 1025, to: 1027 },
    { from: 2000, to: 2000 },
  ]);
  expect(foldPorts([])).toEqual([]);
});
