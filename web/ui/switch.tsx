/** A switch with its label; one that is held says why. */

import { Switch as Base } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';

import './switch.css';

export const Switch = ({
  label,
  checked,
  onChange,
  held,
  hint,
}: {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
  /** Why it cannot be set now; it is disabled by that. */
  held?: string | null | undefined;
  hint?: ReactNode;
}): ReactNode => {
  const id = useId();
  const words = held ?? hint;
  return (
    <div className="switch-row">
      <Base.Root
        className="switch"
        checked={checked}
        onCheckedChange={onChange}
        disabled={typeof held === 'string'}
        aria-labelledby={id}
        aria-describedby={words ? `${id}-words` : undefined}
      >
        <Base.Thumb className="switch-thumb" />
      </Base.Root>
      <div>
        <span id={id} className="switch-label">
          {label}
        </span>
        {words && (
          <div id={`${id}-words`} className="hint">
            {words}
          </div>
        )}
      </div>
    </div>
  );
};
