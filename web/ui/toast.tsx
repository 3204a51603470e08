/** Short notes on what happened elsewhere, or can be undone. Never for a mistake in a field: that is told at the field. */

import { lazy, Suspense, useCallback, useSyncExternalStore, type ReactNode } from 'react';

export type Note = {
  title: string;
  description?: string;
  /** One thing to do about it, such as Undo. */
  action?: { label: string; onClick(): void };
  /** `alert` is read out at once. */
  kind?: 'note' | 'alert';
};

const ToastViewport = lazy(() =>
  import('./toast-viewport.tsx').then(({ ToastViewport }) => ({ default: ToastViewport })),
);

/** Notes that came before they could be shown; null until the first. */
let waiting: Note[] | null = null;
let show: ((note: Note) => void) | null = null;
const listeners = new Set<() => void>();

/** Shows a note for a while, from anywhere. With an action it stays twice as long. */
export const toast = (note: Note): void => {
  if (show) {
    show(note);
    return;
  }
  waiting = [...(waiting ?? []), note];
  for (const listener of listeners) listener();
};

/** Where the notes appear; once, beside the pages. */
export const Toasts = (): ReactNode => {
  const wanted = useSyncExternalStore(subscribe, () => waiting !== null);
  const ready = useCallback((now: (note: Note) => void) => {
    show = now;
    for (const note of waiting ?? []) now(note);
    waiting = [];
  }, []);
  return (
    wanted && (
      <Suspense fallback={null}>
        <ToastViewport onReady={ready} />
      </Suspense>
    )
  );
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
