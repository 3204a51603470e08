/** States as shape, word and colour, so that none has to be told by colour alone. */

import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import './status.css';

const STATES = {
  accept: { shape: '●', word: 'Accepted', tone: 'pass' },
  reject: { shape: '✕', word: 'Refused', tone: 'fail' },
  defer: { shape: '◐', word: 'Deferred', tone: 'defer' },
  none: { shape: '–', word: 'Nothing decided', tone: 'none' },
  open: { shape: '◌', word: 'Open', tone: 'none' },
  verified: { shape: '✓', word: 'Verified', tone: 'pass' },
  pending: { shape: '○', word: 'Waiting for verification', tone: 'defer' },
  expired: { shape: '⊘', word: 'Link expired', tone: 'fail' },
  active: { shape: '●', word: 'Active', tone: 'pass' },
  inactive: { shape: '○', word: 'Inactive', tone: 'none' },
  pass: { shape: '✓', word: 'Passed', tone: 'pass' },
  fail: { shape: '✕', word: 'Failed', tone: 'fail' },
  'not-reached': { shape: '–', word: 'Not reached', tone: 'none' },
} as const;

export type State = keyof typeof STATES;

/** `children` stand in place of the state's own word. */
export const Status = ({ state, children }: { state: State; children?: ReactNode }): ReactNode => {
  const { shape, word, tone } = STATES[state];
  return (
    <span className={classNames('status', `tone-${tone}`)}>
      <span className="status-shape" aria-hidden="true">
        {shape}
      </span>
      <span>{children ?? word}</span>
    </span>
  );
};

/** A small word in a frame: a kind, a count, a rule. */
export const Badge = ({
  tone = 'none',
  children,
}: {
  tone?: 'pass' | 'fail' | 'defer' | 'none' | 'act';
  children: ReactNode;
}): ReactNode => <span className={classNames('badge', `tone-${tone}`)}>{children}</span>;
