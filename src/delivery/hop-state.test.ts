import { expect, it } from 'vitest';

import { createHopState, PEACE_MS } from './hop-state.ts';

it('a next hop that was not reached is left in peace for a while, and no longer where the clock is set back', () => {
  let now = 1_000_000;
  const hop = createHopState({ now: () => now });
  expect(hop.tell({ reached: false, reply: 'ECONNREFUSED' })).toBe('down');
  now += PEACE_MS - 1;
  expect(hop.notReached()).toBe('ECONNREFUSED');
  now += 1;
  expect(hop.notReached()).toBeNull();
  hop.tell({ reached: false, reply: 'ECONNREFUSED' });
  now -= 3_600_000;
  expect(hop.notReached()).toBeNull();
});
