/** The routes: each path of the contract to its page, each page loaded when it is first wanted. */

import { lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';

import { type PageName, PAGES, START_PAGE } from '../src/http/contract/pages.ts';
import { useGuardedLocation } from './leave-guard.ts';
import { NotFoundPage } from './pages/not-found.tsx';
import { useLists } from './shell/current-list.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Shell } from './shell/shell.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { whenIdle } from './when-idle.ts';

/** What a page is given: the parts of its path. */
export type PageProps = { params: Readonly<Record<string, string | undefined>> };

const LOADERS: Record<PageName, () => Promise<{ default: ComponentType<PageProps> }>> = {
  'smtp-plus': () => import('./pages/smtp-plus/page.tsx').then((m) => ({ default: m.SmtpPlusPage })),
  'user-form': () => import('./pages/user-form/page.tsx').then((m) => ({ default: m.UserFormPage })),
  inbox: () => import('./pages/inbox/page.tsx').then((m) => ({ default: m.InboxPage })),
  sessions: () => import('./pages/sessions/page.tsx').then((m) => ({ default: m.SessionsPage })),
  delivery: () => import('./pages/delivery/page.tsx').then((m) => ({ default: m.DeliveryPage })),
  decision: () => import('./pages/decision/page.tsx').then((m) => ({ default: m.DecisionPage })),
  rules: () => import('./pages/rules/page.tsx').then((m) => ({ default: m.RulesPage })),
  about: () => import('./pages/about/page.tsx').then((m) => ({ default: m.AboutPage })),
  'demo-form': () => import('./pages/demo-form/page.tsx').then((m) => ({ default: m.DemoFormPage })),
};

const ROUTES = (Object.keys(PAGES) as PageName[]).map((name) => ({
  path: PAGES[name],
  Page: lazy(LOADERS[name]),
}));

export const App = (): ReactNode => {
  useEffect(preloadPages, []);
  return (
    // oxlint-disable-next-line react/hooks -- wouter takes its location by a hook
    <Router hook={useGuardedLocation}>
      <Shell>
        <Pages />
      </Shell>
    </Router>
  );
};

const Pages = (): ReactNode => {
  const [path] = useLocation();
  return (
    <ErrorBoundary resetKey={path}>
      <Suspense fallback={<Skeleton />}>
        <Switch>
          <Route path="/">
            <Redirect to={START_PAGE} replace />
          </Route>
          {ROUTES.map(({ path, Page }) => (
            <Route key={path} path={path}>
              {(params: PageProps['params']) => (
                <KnownList list={params['list']}>
                  <Page params={params} />
                </KnownList>
              )}
            </Route>
          ))}
          <Route>
            <NotFoundPage what="page" />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
};

/** A list that is not there must not look like an empty one. */
const KnownList = ({ list, children }: { list: string | undefined; children: ReactNode }): ReactNode => {
  const lists = useLists();
  return list !== undefined && lists && !lists.some(({ id }) => id === list) ? (
    <NotFoundPage what="list" name={list} />
  ) : (
    children
  );
};

/** The other pages, which lie in one file, come while nothing else is to do, so that going to one shows it at once. */
const preloadPages = (): void => whenIdle(() => void LOADERS.inbox().catch(() => undefined));
