/** The icons: strokes on a 16 px square in the colour of the text. They are never read aloud; words stand beside them. */

import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';

const PATHS = {
  add: 'M8 3v10M3 8h10',
  alert: 'M8 2 14.500 13.500h-13zM8 6.500v3.200M8 11.600v.1',
  back: 'M9.500 3.500 5 8l4.500 4.500',
  check: 'M3 8.500 6.500 12 13 4.500',
  chevron: 'M4.500 6.500 8 10l3.500-3.500',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.500 5.500v-3h8v8h-3M2.500 5.500h8v8h-8z',
  delete: 'M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.700 9h6.600l.700-9M6.800 7v4M9.200 7v4',
  deliver:
    'M1.500 3.500h8v8h-8zM9.500 6h3l2 2.500v3h-5M4.500 13.200a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400zM11.500 13.200a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400z',
  download: 'M8 2v8M4.500 7 8 10.500 11.500 7M2.500 13.500h11',
  edit: 'M3 13l.600-3L11 2.600 13.400 5 6 12.400z',
  external: 'M6.500 3.500h-4v10h10v-4M9 2.500h4.500V7M13.300 2.700 7.500 8.500',
  form: 'M2.500 2.500h11v11h-11zM5 5.500h6M5 8h6v2.500H5z',
  inbox: 'M2 9.500 4 3h8l2 6.500v3.500H2zM2 9.500h3.500l1 2h3l1-2H14',
  list: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h7',
  lock: 'M3.500 7.500h9v6h-9zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500',
  refresh: 'M13 3v3.500H9.500M12.700 6.300A5.200 5.200 0 1 0 13.200 9',
  rules:
    'M3 2.500h8.500a1.500 1.500 0 0 1 1.500 1.500v9.500H4.500A1.500 1.500 0 0 1 3 12zM3 12a1.500 1.500 0 0 1 1.500-1.500H13M6 5.500h4',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.700 10.700 14 14',
  send: 'M14 2 1.800 6.500 6.500 9.500 9.500 14.200zM14 2 6.500 9.500',
  sessions: 'M1.500 8.500h3l2-5 3 9 2-4h3',
  settings:
    'M2 4.500h7M12 4.500h2M2 11.500h2M7 11.500h7M10.500 6.200a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400zM5.500 13.200a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400z',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name, className }: { name: IconName; className?: string }): ReactNode => (
  <svg className={classNames('icon', className)} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
