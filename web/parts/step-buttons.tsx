/** From the one that is open to the one before and behind it in its list: buttons, and the keys `[` and `]`. */

import { useEffect, type ReactNode } from 'react';

import { useKey } from '../keys.ts';
import { Button } from '../ui/button.tsx';
import './step-buttons.css';

export type Steps = {
  /** Ids; undefined at the ends of the list, and where what is open is not in it. */
  previous: string | undefined;
  next: string | undefined;
};

/** `items` as they are listed; more of them are loaded before the last one is left. */
export const useSteps = (
  items: readonly { id: string }[] | undefined,
  open: string | undefined,
  loadMore: (() => void) | undefined,
): Steps => {
  const at = items?.findIndex(({ id }) => id === open) ?? -1;
  const atEnd = at !== -1 && at === (items?.length ?? 0) - 1;
  useEffect(() => {
    if (atEnd) loadMore?.();
  }, [atEnd, loadMore]);
  return {
    previous: at > 0 ? items?.[at - 1]?.id : undefined,
    next: at === -1 ? undefined : items?.[at + 1]?.id,
  };
};

export const StepButtons = ({
  what,
  steps: { previous, next },
  go,
}: {
  what: 'message' | 'session';
  steps: Steps;
  go(id: string): void;
}): ReactNode => {
  const goPrevious = (): void => void (previous !== undefined && go(previous));
  const goNext = (): void => void (next !== undefined && go(next));
  useKey('previous-item', goPrevious, previous !== undefined);
  useKey('next-item', goNext, next !== undefined);
  return (
    <span className="step-buttons">
      <Button
        kind="quiet"
        icon="chevron"
        iconOnly
        className="step-up"
        aria-keyshortcuts="["
        title={`Previous ${what} ([)`}
        disabled={previous === undefined}
        reason="It is the newest one here."
        onClick={goPrevious}
      >
        {`Previous ${what}`}
      </Button>
      <Button
        kind="quiet"
        icon="chevron"
        iconOnly
        aria-keyshortcuts="]"
        title={`Next ${what} (])`}
        disabled={next === undefined}
        reason="It is the oldest one here."
        onClick={goNext}
      >
        {`Next ${what}`}
      </Button>
    </span>
  );
};
