/** A priority as a mail client marks it; nothing where it is normal. */

import type { ReactNode } from 'react';

import { PRIORITY_WORDS, type Priority } from '../../../src/model/priority.ts';
import { Badge } from '../../ui/status.tsx';

const MARKS: Readonly<Record<Priority, string>> = { 1: '!!', 2: '!', 3: '', 4: '↓', 5: '↓↓' };

/** The mark alone, its words for those who do not see it and on pointing. */
export const PriorityMark = ({ priority }: { priority: number }): ReactNode => {
  const known = priority as Priority;
  if (MARKS[known] === '') return null;
  return (
    <span className={known < 3 ? 'priority priority-high' : 'priority'} title={wordsOf(known)}>
      <span aria-hidden="true">{MARKS[known]}</span>
      <span className="visually-hidden">{wordsOf(known)}</span>
    </span>
  );
};

/** The mark with its words beside it. */
export const PriorityBadge = ({ priority }: { priority: number }): ReactNode => {
  const known = priority as Priority;
  if (MARKS[known] === '') return null;
  return (
    <Badge tone={known < 3 ? 'fail' : 'none'}>
      <span aria-hidden="true">{MARKS[known]} </span>
      {wordsOf(known)}
    </Badge>
  );
};

const wordsOf = (priority: Priority): string => {
  const words = PRIORITY_WORDS[priority];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} priority`;
};
