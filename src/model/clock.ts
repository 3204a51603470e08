/** Time as it is handed in: nothing below `main` reads the system's clock by itself. */

export type Clock = { /** Milliseconds since the epoch. */ now(): number };

/** A clock that a test moves; forward only. Page and server of a scenario share one. */
export type TestClock = Clock & { /** Moves it by `ms` (>= 0). */ advance(ms: number): void };

export const createTestClock = (base: Clock): TestClock => {
  let offset = 0;
  return {
    now: () => base.now() + offset,
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`a clock moves forward only, not by "${ms}" ms`);
      offset += ms;
    },
  };
};
