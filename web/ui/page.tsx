/** The frame of a page: its one heading, its title in the browser, and where the focus goes on arrival. */

import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';

import { isOverlaid } from '../keys.ts';
import './page.css';

/** Where the document was opened: there the browser tells the title itself, and the focus stays at the top. */
const opened = location.pathname;
let moved = false;

/**
 * `title` names the thing, as the `h1` and in the browser's title; `within` is what it belongs to, such as the list's name.
 * On every arrival but the first the heading gets the focus, so that a screen reader tells where one is. A page that
 * shows several things in place gives `arrival`: the focus moves when that changes, and only then.
 */
export const Page = ({
  title,
  documentTitle,
  within,
  actions,
  arrival,
  fill = false,
  children,
}: {
  title: ReactNode;
  /** Where the title is more than a text. */
  documentTitle?: string;
  within?: string | undefined;
  actions?: ReactNode;
  arrival?: string;
  /** Takes the window's height: its parts scroll, not the page. */
  fill?: boolean;
  children: ReactNode;
}): ReactNode => {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = documentTitle ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = [name, within, 'SMTP+'].filter((part) => part && part !== '').join(' · ');
  }, [name, within]);
  // Together with the heading: a key that is pressed as soon as one sees it, must not be undone by a focus that comes late.
  useLayoutEffect(() => {
    // A dialog that was opened while the page was still loading keeps the focus.
    moved ||= location.pathname !== opened;
    if (moved && !isOverlaid()) heading.current?.focus({ preventScroll: true });
    // The frame stays from page to page, and with it how far the one before was scrolled.
    if (moved) heading.current?.closest('main')?.scrollTo(0, 0);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- it says when one has arrived
  }, [arrival]);
  return (
    <div className={fill ? 'page page-fill' : 'page'}>
      <header className="page-header">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
};
