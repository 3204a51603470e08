/** What stands where nothing is: why that is so, and the next step. */

import type { ReactNode } from 'react';

import { Icon, type IconName } from './icon.tsx';
import './notice.css';

export const EmptyState = ({
  icon,
  title,
  children,
  actions,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}): ReactNode => (
  <div className="empty">
    <Icon name={icon} className="empty-icon" />
    <h2>{title}</h2>
    {children}
    {actions && <div className="actions">{actions}</div>}
  </div>
);
