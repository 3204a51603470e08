/** One piece of work at a time, in the order asked for; the first begins at once. */

export type Turns = {
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when those asked for so far have ended. */
  idle(): Promise<void>;
};

export const createTurns = (): Turns => {
  let last: Promise<unknown> | null = null;
  return {
    take(work) {
      const turn = last ? last.then(work) : work();
      const ended = turn.then(
        () => undefined,
        () => undefined,
      );
      last = ended;
      void ended.then(() => {
        if (last === ended) last = null;
      });
      return turn;
    },
    idle: async () => void (last && (await last)),
  };
};
