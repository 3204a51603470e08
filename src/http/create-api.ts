/** The whole HTTP side as `Request -> Response`: no socket, so that it runs in tests and in a browser tab as well. */

import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { DEFAULT_LIST } from '../model/list.ts';
import { BadCursor, ContentMissing, StoreUnavailable } from '../store/store.ts';
import type { Operation } from './contract/operation.ts';
import { OPERATIONS, type Operations } from './contract.ts';
import { createEventHub } from './events.ts';
import { frontRoutes } from './front.ts';
import { addMetrics, countAnswers, METRICS_PATH } from './metrics.ts';
import { mailhogRoutes } from './mailhog/routes.ts';
import { describeApi, type PlainRoute } from './openapi.ts';
import { htmlPage } from './page.ts';
import { invalid, problem, storeUnavailable } from './problems.ts';
import { createRefusalTally } from './refusals.ts';
import { aboutHandlers } from './routes/about.ts';
import { archiveHandlers } from './routes/archives.ts';
import { decisionHandlers } from './routes/decisions.ts';
import { deliveryHandlers } from './routes/delivery.ts';
import { faultHandlers } from './routes/faults.ts';
import { formHandlers } from './routes/form.ts';
import { listHandlers } from './routes/lists.ts';
import { messageHandlers } from './routes/messages.ts';
import { senderHandlers } from './routes/senders.ts';
import { serviceHandlers } from './routes/service.ts';
import { userHandlers } from './routes/users.ts';
import { type Handlers, type Input, serve } from './serve.ts';
import type { Services } from './services.ts';
import { createTally } from './tally.ts';
import { verifyRoutes } from './verify.ts';

/** API, MailHog's routes, verification page and front page. Who gets in is decided before, in the Node adapter. */
export const createApi = (services: Services): Hono => {
  const app = new Hono();
  app.onError((error, c) => failed(services, error, c));
  app.notFound(unknown);
  app.use(countAnswers(services));
  addOperations(app, services);
  addMailhog(app, services);
  addDescription(app, services);
  addMetrics(app, services);
  app.route('/', verifyRoutes(services));
  app.route('/', frontRoutes(services));
  return app;
};

const addOperations = (app: Hono, services: Services): void => {
  const handlers: Handlers<Operations> = {
    ...serviceHandlers(services, createEventHub(services)),
    ...aboutHandlers(services),
    ...listHandlers(services, createTally(services)),
    ...archiveHandlers(services),
    ...userHandlers(services),
    ...senderHandlers(services),
    ...messageHandlers(services),
    ...deliveryHandlers(services),
    ...decisionHandlers(services, createRefusalTally(services)),
    ...faultHandlers(services),
    ...formHandlers(services),
  };
  const methods = new Map<string, string[]>();
  for (const [name, told] of Object.entries(OPERATIONS) as [keyof Operations, Operation][]) {
    const path = honoPath(told.path);
    const handler = handlers[name] as (input: Input<Operation>) => unknown;
    app.on(told.method.toUpperCase(), path, (c) => serve(services, told, handler, c));
    methods.set(path, [
      ...(methods.get(path) ?? []),
      ...(told.method === 'get' ? ['GET', 'HEAD'] : [told.method.toUpperCase()]),
    ]);
  }
  for (const [path, allowed] of methods) app.all(path, (c) => wrongMethod(c, allowed));
};

/** `/api/lists/{list}` as Hono writes it: `/api/lists/:list`. */
const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

const addMailhog = (app: Hono, services: Services): void => {
  const routes = mailhogRoutes(services, (c) => c.req.param('list') ?? DEFAULT_LIST);
  for (const mount of ['/api', '/lists/:list/api']) app.route(mount, routes);
};

const addDescription = (app: Hono, { version }: Services): void => {
  let description: string | undefined;
  const path = '/api/openapi.json';
  app.get(path, (c) => {
    description ??= JSON.stringify(
      describeApi(version, [
        ...mailhogPaths(app),
        { method: 'get', path, ...DESCRIPTION },
        { method: 'get', path: METRICS_PATH, ...METRICS },
      ]),
    );
    return c.body(description, 200, { 'content-type': 'application/json' });
  });
  app.all(path, (c) => wrongMethod(c, ['GET', 'HEAD']));
};

const METRICS = { summary: 'What the service counts, in Prometheus’s text format', tag: 'service' };

const DESCRIPTION = { summary: 'This description, OpenAPI 3.1', tag: 'service' };

/** MailHog's routes as they are mounted, each with the answer of MailHog 1.0.1. */
const mailhogPaths = (app: Hono): PlainRoute[] =>
  app.routes
    .filter(
      ({ method, path }) =>
        /^(GET|POST|PUT|DELETE)$/.test(method) && /^(\/lists\/:list)?\/api\/v[12]\//.test(path),
    )
    .map(({ method, path }) => ({
      method: method.toLowerCase(),
      path: path.replace(/:(\w+)/g, '{$1}'),
      summary: 'Answers as MailHog 1.0.1 does',
      tag: 'mailhog',
    }));

const wrongMethod = (c: Context, allowed: string[]): Response =>
  problem(
    'method-not-allowed',
    `"${c.req.method}" is not a method of ${c.req.path}; it knows ${allowed.join(', ')}`,
    {
      headers: { allow: allowed.join(', ') },
    },
  );

const unknown = (c: Context): Response | Promise<Response> =>
  c.req.path === '/api' || c.req.path.startsWith('/api/')
    ? problem('not-found', `there is no route ${c.req.path}; GET /api/openapi.json lists them`)
    : htmlPage(
        'Not found',
        html`<p>There is nothing at <code>${c.req.path}</code>. Begin at the <a href="/">front page</a>.</p>`,
        { status: 404 },
      );

const failed = ({ log }: Services, error: Error, c: Context): Response => {
  if (error instanceof BadCursor)
    return invalid([
      {
        field: 'cursor',
        message: 'is no cursor of this listing; use "next" of the page before, or leave it out',
      },
    ]);
  if (error instanceof StoreUnavailable) {
    log(`${c.req.method} ${c.req.path}: the store is unavailable`, error);
    return storeUnavailable();
  }
  log(`${c.req.method} ${c.req.path} failed`, error);
  if (error instanceof ContentMissing) return problem('internal-error', error.message);
  return problem('internal-error', 'something unexpected happened; the log of the service says more');
};
