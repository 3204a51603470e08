/** Says what others changed in the user that is being edited here, and asks which is to stay. */

import { useEffect, useRef, type ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import '../../ui/notice.css';
import { Time } from '../../ui/time.tsx';
import type { Difference } from './draft.ts';

export const ConflictNotice = ({
  differences,
  at,
  busy,
  onTheirs,
  onMine,
}: {
  differences: readonly Difference[];
  /** When it was changed. */
  at: string;
  busy: boolean;
  onTheirs(): void;
  onMine(): void;
}): ReactNode => {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => void notice.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={notice} className="notice conflict" role="alert">
      <Icon name="alert" />
      <div>
        <strong>Somebody else changed this user</strong>
        <p>
          <Time at={at} />, while you were editing it:
        </p>
        <ul>
          {differences.map(({ field, before, after }) => (
            <li key={field}>
              {field}: {before} became {after}
            </li>
          ))}
        </ul>
        <div className="actions">
          <Button size="small" disabled={busy} onClick={onTheirs}>
            Discard mine, show theirs
          </Button>
          <Button size="small" disabled={busy} onClick={onMine}>
            Save mine over theirs
          </Button>
        </div>
      </div>
    </div>
  );
};
