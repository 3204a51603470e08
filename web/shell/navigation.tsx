/** The pages to go to: a rail, and a bar at the bottom where it is narrow. */

import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

import { paths } from '../paths.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useHealth } from './use-health.ts';

export const Navigation = ({ list }: { list: string }): ReactNode => {
  const [path] = useLocation();
  const goesOn = useHealth().data?.nextHop === true;
  const links: [label: string, href: string, icon: IconName][] = [
    ['SMTP+', paths.smtpPlus(list), 'send'],
    ['Inbox', paths.inbox(list), 'inbox'],
    ...(goesOn ? [['Delivery', paths.delivery(list), 'deliver'] as [string, string, IconName]] : []),
    ['Sessions', paths.sessions(list), 'sessions'],
    ['Online form', paths.demoForm(), 'form'],
    ['Rules', paths.rules(), 'rules'],
  ];
  return (
    <nav className="nav" aria-label="Pages">
      <ul role="list">
        {links.map(([label, href, icon]) => (
          <li key={label}>
            <Link href={href} className="nav-link" aria-current={currentOf(path, href)}>
              <Icon name={icon} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** The page itself, or the one that what is shown belongs to. */
const currentOf = (path: string, href: string): 'page' | 'true' | undefined => {
  if (path === href) return 'page';
  return path.startsWith(`${href}/`) || (path.startsWith('/decisions/') && href.endsWith('/sessions'))
    ? 'true'
    : undefined;
};
