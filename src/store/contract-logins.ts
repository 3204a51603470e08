/** The contract of logins to the pages. */

import { describe, expect, it } from 'vitest';

import type { Open } from './contract-samples.ts';

export const loginsContract = (open: Open): void => {
  describe('logins', () => {
    it('are live until their end, or until they are removed', async () => {
      const { logins } = (await open()).store;
      await logins.add('a', 100);
      await logins.add('b', 100);
      expect([await logins.isLive('a', 99), await logins.isLive('a', 100)]).toEqual([true, false]);
      expect(await logins.isLive('b', 99)).toBe(true);
      await logins.remove('b');
      await logins.remove('nothing');
      expect([await logins.isLive('b', 99), await logins.isLive('nothing', 1)]).toEqual([false, false]);
    });

    it('let go of the oldest where there are more than a thousand', async () => {
      const { logins } = (await open()).store;
      for (let n = 0; n <= 1000; n++) await logins.add(`h_${n}`, 1_000 + n);
      expect([await logins.isLive('h_0', 1), await logins.isLive('h_1', 1)]).toEqual([false, true]);
    });
  });
};
