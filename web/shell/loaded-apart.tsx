/** A component in a file of its own, which comes while nothing else is to do, and from then on is drawn at once. */

import { lazy, useState, type ComponentType, type ReactNode } from 'react';

/**
 * As `lazy`, which even for what is there already waits for a moment: keys that are pressed meanwhile are lost. Where it is not
 * there yet when it is wanted, it is waited for by the `Suspense` around it.
 */
export const loadedApart = <P extends object>(
  load: () => Promise<ComponentType<P>>,
): { Component: ComponentType<P>; preload(): void } => {
  let ready: ComponentType<P> | null = null;
  const fetch = async (): Promise<ComponentType<P>> => (ready = await load());
  const Later = lazy(async () => ({ default: await fetch() }));
  return {
    preload: () => void fetch().catch(() => undefined),
    Component: (props: P): ReactNode => {
      // The same one as long as it is there.
      const [Shown] = useState<ComponentType<P>>(() => ready ?? Later);
      return <Shown {...props} />;
    },
  };
};
