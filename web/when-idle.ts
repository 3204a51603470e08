/** Does something when nothing else is to be done, such as fetching what may be wanted next. */

const LATER_MS = 1000;

export const whenIdle = (run: () => void): void => {
  // Safari has no idle callbacks.
  const wait = globalThis.requestIdleCallback ?? ((later: () => void) => setTimeout(later, LATER_MS));
  wait(run);
};
