import { expect, test } from 'vitest';

import { samplePorts } from './sampled-ports.ts';

test('a sample has 25, both ends of the range and as many others as were asked for', () => {
  const ports = samplePorts(7, 12);
  expect(ports.slice(0, 2)).toEqual([25, 1025]);
  expect(ports.at(-1)).toBe(5000);
  expect(new Set(ports).size).toBe(15);
  for (const port of ports.slice(2, -1)) expect(port > 1025 && port < 5000, `${port}`).toBe(true);
});

test('the same seed gives the same ports, and another one others', () => {
  expect(samplePorts(7, 12)).toEqual(samplePorts(7, 12));
  expect(samplePorts(8, 12)).not.toEqual(samplePorts(7, 12));
});

test('no more ports are asked for than there are', () => {
  expect(samplePorts(7, 10_000)).toHaveLength(3977);
});
