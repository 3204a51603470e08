/** The contract of counted failures: limits are kept whoever asks at once, and what is old no longer counts. */

import { describe, expect, it } from 'vitest';

import type { Open } from './contract-samples.ts';
import type { FailureCounter } from './store.ts';

export const failuresContract = (open: Open): void => {
  describe('failures', () => {
    it('are let through up to the limit of their key, and then until the oldest is out of the window', async () => {
      const { store } = await open();
      const fail = (now: number) => count(store.failures, [['a', 3]], now);
      expect([await fail(10), await fail(20), await fail(30)]).toEqual([null, null, null]);
      expect(await fail(109)).toEqual({ key: 'a', until: 110 });
      expect(await fail(110)).toBeNull();
      expect(await fail(111)).toEqual({ key: 'a', until: 120 });
    });

    it('count under each of their keys, and under none where one has reached its limit', async () => {
      const { store } = await open();
      const { failures } = store;
      expect(
        await count(
          failures,
          [
            ['user x', 1],
            ['from y', 2],
          ],
          10,
        ),
      ).toBeNull();
      expect(
        await count(
          failures,
          [
            ['user x', 1],
            ['from y', 2],
          ],
          11,
        ),
      ).toMatchObject({ key: 'user x' });
      expect(
        await count(
          failures,
          [
            ['user z', 1],
            ['from y', 2],
          ],
          12,
        ),
      ).toBeNull();
      expect(
        await count(
          failures,
          [
            ['user w', 1],
            ['from y', 2],
          ],
          13,
        ),
      ).toMatchObject({ key: 'from y' });
    });

    it('are looked at without being counted', async () => {
      const { store } = await open();
      for (let n = 0; n < 3; n++) expect(await count(store.failures, [['a', 1]], 10, false)).toBeNull();
      await count(store.failures, [['a', 1]], 10);
      expect(await count(store.failures, [['a', 1]], 10, false)).toEqual({ key: 'a', until: 110 });
    });

    it('lock nobody out for as long as the clock is set back', async () => {
      const { store } = await open();
      await count(store.failures, [['a', 1]], 10_000);
      expect(await count(store.failures, [['a', 1]], 9_950, false)).toMatchObject({ key: 'a' });
      expect(await count(store.failures, [['a', 1]], 1_000)).toBeNull();
      expect(await count(store.failures, [['a', 1]], 1_001)).toEqual({ key: 'a', until: 1_100 });
    });

    it('are counted one after the other, also where many ask at once', async () => {
      const { store } = await open();
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => count(store.failures, [['a', 4]], 10)),
      );
      expect(answers.filter((answer) => answer === null)).toHaveLength(4);
    });

    it('are forgotten by their key', async () => {
      const { store } = await open();
      const { failures } = store;
      for (const now of [10, 20])
        await count(
          failures,
          [
            ['a', 2],
            ['b', 2],
          ],
          now,
        );
      expect(await count(failures, [['a', 2]], 31)).toEqual({ key: 'a', until: 110 });
      await failures.forget('a');
      expect(await count(failures, [['a', 2]], 32)).toBeNull();
      expect(await count(failures, [['b', 2]], 33)).toEqual({ key: 'b', until: 110 });
    });
  });
};

const count = (
  failures: FailureCounter,
  limits: readonly (readonly [key: string, most: number])[],
  now: number,
  counts = true,
) =>
  failures.count(
    limits.map(([key, most]) => ({ key, most })),
    { now, windowMs: 100 },
    counts,
  );
