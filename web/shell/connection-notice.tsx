/** Says that the service cannot be reached, once that has lasted; a short break goes unnoticed. */

import { useEffect, useState, type ReactNode } from 'react';

import { useLive } from '../live.tsx';
import { Button } from '../ui/button.tsx';
import './connection-notice.css';

const PATIENCE_MS = 1500;

export const ConnectionNotice = (): ReactNode => {
  const { state, retry } = useLive();
  const away = state === 'reconnecting' || state === 'offline';
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!away) return;
    const timer = setTimeout(() => setLasting(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [away]);
  return (
    <div role="status" className={away && lasting ? 'connection' : undefined}>
      {away && lasting && (
        <>
          <span>
            {state === 'offline'
              ? 'The service cannot be reached, so this may be out of date. See that SMTP+ is running.'
              : 'The connection to the service was lost; reconnecting …'}
          </span>
          <Button size="small" onClick={retry}>
            Try now
          </Button>
        </>
      )}
    </div>
  );
};
