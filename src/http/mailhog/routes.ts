/** The routes of MailHog 1.0.1, for its clients. docs/mailhog.md tells where they differ from it, and why. */

import { Hono, type Context, type MiddlewareHandler } from 'hono';
import type { Services } from '../services.ts';
import { readContent } from '../read-content.ts';
import { addV1 } from './v1.ts';
import { addV2 } from './v2.ts';
import type { Scope } from './scope.ts';

/**
 * To be mounted at `/api` for the default list and at `/lists/:list/api` for any; `listOf` tells the list that a
 * request is about. Answers everything below `/v1` and `/v2`, with 404 what MailHog does not know.
 */
export const mailhogRoutes = (services: Services, listOf: (c: Context) => string): Hono => {
  const scope: Scope = {
    services,
    listOf,
    show: (work, message, ...more) =>
      services.display(
        work,
        () => readContent(services.store, message.id),
        ...([message, services.relay.smtp().host, ...more] as never),
      ),
  };
  const routes = new Hono();
  for (const version of VERSIONS) routes.use(version, cleanPath, withoutHead, knownList(scope));
  addV1(routes, scope);
  addV2(routes, scope);
  // MailHog answers a preflight of every path that it knows, without any CORS header.
  for (const path of new Set(routes.routes.map(({ path }) => path)))
    if (!VERSIONS.includes(path)) routes.options(path, (c) => c.body(null, 200));
  for (const version of VERSIONS) routes.all(version, notFound);
  return routes;
};

const VERSIONS = ['/v1/*', '/v2/*'];

/** MailHog's router leads to the path without empty segments and without a slash at its end. */
const cleanPath: MiddlewareHandler = async (c, next) => {
  const clean = c.req.path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  if (clean === c.req.path) return next();
  return c.body(null, 301, { Location: clean + new URL(c.req.url).search });
};

/** Hono takes HEAD for GET; MailHog knows only the methods that it lists. */
const withoutHead: MiddlewareHandler = async (c, next) =>
  c.req.raw.method === 'HEAD' ? notFound(c) : next();

const knownList =
  ({ services, listOf }: Scope): MiddlewareHandler =>
  async (c, next) =>
    (await services.store.list(listOf(c))) ? next() : notFound(c);

const notFound = (c: Context): Response =>
  c.body('404 page not found\n', 404, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
  });
