import { expect, test } from 'vitest';

import { openFileLimit, planOpenFiles } from './open-files.ts';

test('with room for all, every port is bound, and clients have the rest', () => {
  expect(planOpenFiles(20_000, 3977)).toEqual({ ports: 3977, clients: 15_923 });
  expect(planOpenFiles(Infinity, 3977)).toEqual({ ports: 3977, clients: Infinity });
});

test('where both do not fit, ports are left out, so that a hundred clients are served', () => {
  expect(planOpenFiles(4096, 3977)).toEqual({ ports: 3896, clients: 100 });
  expect(planOpenFiles(300, 1)).toEqual({ ports: 1, clients: 199 });
});

test('whatever the limit, one port is tried and one client served', () => {
  expect(planOpenFiles(0, 10)).toEqual({ ports: 1, clients: 1 });
});

test('the limit of this process is known', () => {
  expect(openFileLimit()).toBeGreaterThan(100);
});
