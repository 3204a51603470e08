/** `GET /metrics`, and the count of what the routes answered. */

import type { Hono, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Services } from './services.ts';

export const METRICS_PATH = '/metrics';

/** Counts every answer of the routes that are added after it, by the pattern of the route. */
export const countAnswers =
  ({ answered }: Services): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const route = matchedRoutes(c).find(({ path }) => !path.endsWith('*'))?.path ?? NO_ROUTE;
    answered?.(c.req.method, route, c.res.status);
  };

export const addMetrics = (app: Hono, { metrics }: Services): void => {
  if (!metrics) return;
  app.get(METRICS_PATH, async (c) =>
    c.body(await metrics.text(), 200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }),
  );
};

/** Paths of which there is none: strangers may make up any number of them. */
const NO_ROUTE = '(none)';
