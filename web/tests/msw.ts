/**
 * States that are hard to reach for real: an answer that takes its time, a service whose store is out of order. MSW picks
 * the requests; what it answers comes from the real `createApi` on the memory store of the test's own service.
 */

import type { Page, Request as Asked, Route } from '@playwright/test';
import { getResponse, type RequestHandler } from 'msw';
import { http } from 'msw/http';

import { createApi } from '../../src/http/create-api.ts';
import type { Services } from '../../src/http/services.ts';
import type { Store } from '../../src/store/store.ts';
import { test as base } from './fixtures.ts';

export { expect } from './fixtures.ts';

export type Method = 'get' | 'post' | 'patch' | 'delete';

/** Requests that are held back. */
export type Held = {
  /** Resolves when the first of them has arrived. */
  arrived: Promise<void>;
  /** Lets them go on, and what comes later pass. */
  release(): void;
};

export type States = {
  /** Answers to these requests take until they are released. `path` is of the API, with `:name` for a part of it. */
  hold(path: string, method?: Method): Held;
  /** The store is out of order for these requests, so that the service answers 500; until it is mended by what this answers. */
  breakDown(path: string, method?: Method): () => void;
};

export const test = base.extend<{ states: States }>({
  states: async ({ page, service }, provide) => provide(await intercept(page, service.services)),
});

const intercept = async (page: Page, services: Services): Promise<States> => {
  const app = createApi(services);
  const broken = createApi({ ...services, store: outOfOrder(services.store), log: () => undefined });
  // The latest comes first.
  let handlers: RequestHandler[] = [];
  await page.route('**/api/**', async (route, asked) => {
    const response = await getResponse(handlers, requestOf(asked));
    await (response ? answer(route, response) : route.continue());
  });
  return {
    hold(path, method = 'get') {
      const arrived = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const handler = http[method](`*${path}`, async ({ request }) => {
        arrived.resolve();
        await released.promise;
        return app.fetch(request);
      });
      handlers = [handler, ...handlers];
      return {
        arrived: arrived.promise,
        release() {
          handlers = handlers.filter((one) => one !== handler);
          released.resolve();
        },
      };
    },
    breakDown(path, method = 'get') {
      const handler = http[method](`*${path}`, ({ request }) => broken.fetch(request));
      handlers = [handler, ...handlers];
      return () => void (handlers = handlers.filter((one) => one !== handler));
    },
  };
};

/** Whatever is asked of it fails, as when its disk is gone; listening to it is still possible. */
const outOfOrder = (store: Store): Store =>
  new Proxy(store, {
    get(target, name: keyof Store) {
      if (name === 'subscribe') return target[name];
      return () => Promise.reject(new Error('the store is out of order'));
    },
  });

const requestOf = (asked: Asked): Request => {
  const body = asked.postDataBuffer();
  return new Request(asked.url(), {
    method: asked.method(),
    headers: asked.headers(),
    ...(body === null ? {} : { body: new Uint8Array(body) }),
  });
};

const answer = async (route: Route, response: Response): Promise<void> => {
  const sent = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  };
  // A page that has moved on meanwhile takes no answer any more.
  await route.fulfill(sent).catch(() => undefined);
};
