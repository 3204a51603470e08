/** The paths of the admin UI's pages: what the server answers with the built page, and what the page's router shows. */

import { DEFAULT_LIST } from '../../model/list.ts';

/** `:name` is one part of a path, `:name?` one that may be missing. Order does not matter, except that `new` goes before an id. */
export const PAGES = {
  'smtp-plus': '/lists/:list/smtp-plus',
  'user-form': '/lists/:list/smtp-plus/users/:user',
  inbox: '/lists/:list/inbox/:message?',
  sessions: '/lists/:list/sessions/:session?',
  delivery: '/lists/:list/delivery',
  decision: '/decisions/:decision',
  rules: '/rules/:rule?',
  'demo-form': '/demo/form',
  about: '/about',
} as const;

export type PageName = keyof typeof PAGES;

/** Where `/` leads. */
export const START_PAGE = `/lists/${DEFAULT_LIST}/smtp-plus`;

/** Whether a page of the admin UI stands at this path (as in a URL, without query). A final slash does not matter. */
export const isPagePath = (path: string): boolean => PATTERNS.some((pattern) => pattern.test(path));

const PATTERNS = Object.values(PAGES).map(
  (path) =>
    new RegExp(`^${path.replace(/\/:\w+(\?)?/g, (_, may?: string) => (may ? '(?:/[^/]+)?' : '/[^/]+'))}/?$`),
);
