import { expect, test } from 'vitest';
import { isPagePath, START_PAGE } from './pages.ts';

test.each([
  START_PAGE,
  '/lists/a/smtp-plus/',
  '/lists/a/smtp-plus/users/new',
  '/lists/a/smtp-plus/users/u_1',
  '/lists/a/inbox',
  '/lists/a/inbox/m_1',
  '/lists/a/sessions/c_1',
  '/lists/a/delivery',
  '/decisions/d_1',
  '/rules',
  '/rules/from.authorized',
  '/about',
])('a page stands at %s', (path) => expect(isPagePath(path)).toBe(true));

test.each([
  '/',
  '/lists',
  '/lists/a',
  '/lists//inbox',
  '/lists/a/api/v2/messages',
  '/lists/a/inbox/m_1/more',
  '/lists/a/smtp-plus/users',
  '/decisions',
  '/api/rules',
  '/verify/x',
  '/x/lists/a/inbox',
])('none stands at %s', (path) => expect(isPagePath(path)).toBe(false));
