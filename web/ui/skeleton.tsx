/** What stands in place of what is still loading, but only once it has taken a while: nothing flashes. */

import { useEffect, useState, type ReactNode } from 'react';

import './skeleton.css';

const LATE_MS = 200;

/** True once `active` has held for 200 ms. */
export const useLate = (active: boolean): boolean => {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) return;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [active]);
  return active && late;
};

export const Skeleton = ({ lines = 4 }: { lines?: number }): ReactNode => {
  const late = useLate(true);
  return (
    <div className="skeleton" role="status" data-late={late ? '' : undefined}>
      {late && <span className="visually-hidden">Loading</span>}
      {late &&
        Array.from({ length: lines }, (_, n) => <div key={n} className="skeleton-line" aria-hidden="true" />)}
    </div>
  );
};
