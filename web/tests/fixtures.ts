/** What every test of the pages stands on: a real service, a list of its own, and a page that may not complain. */

import { expect, test as base, type Page } from '@playwright/test';

import { ShellPage } from '../../harness/pages/shell.ts';
import { activeUser, call, type Provisioned, type Wanted } from '../../harness/provision.ts';
import { startTestService, type TestService } from '../../test/service.ts';
import { ensureBuilt } from '../build.ts';
import { runAxe } from './axe.ts';

export { expect } from '@playwright/test';

type TestFixtures = {
  /** Id of a list of this test's own. */
  list: string;
  /** The API: JSON in and out; throws on any status but 2xx. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  /** An active user of the list, made as a person would; may send as `acme.test`, where nothing else is wanted. */
  user(wanted?: Wanted): Promise<Provisioned>;
  shell: ShellPage;
  /**
   * axe without a violation, and nothing that scrolls sideways; in light and in dark. Of a page that was checked before, `part`
   * is what has changed, as a CSS selector.
   */
  checkPage(page: Page, part?: string): Promise<void>;
  /** What the page may complain about: expected failures of requests, such as `/api/users.*409/`. */
  allowed: RegExp[];
  watched: void;
};

export const test = base.extend<TestFixtures, { service: TestService }>({
  service: [
    async ({}, use) => {
      const service = await startTestService(
        {},
        { webFolder: await ensureBuilt(), log: (message, error) => console.error(message, error) },
      );
      await use(service);
      await service.stop(500);
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ service }, use) => use(service.url),

  list: async ({ service }, use, { testId, retry, repeatEachIndex }) => {
    const id = `t-${testId}-${retry}-${repeatEachIndex}`;
    await call(service.url, 'POST', '/api/lists', { id, name: `Test ${testId.slice(0, 6)}` });
    await use(id);
  },

  api: async ({ service }, use) => use((method, path, body) => call(service.url, method, path, body)),

  user: async ({ service, list }, use) =>
    use((wanted = {}) => activeUser(service.url, { list, authorizedDomains: 'acme.test', ...wanted })),

  shell: async ({ page }, use) => use(new ShellPage(page)),

  // A trace is recorded by a script in every frame; the sandbox of an HTML mail stops that one as well, and the browser says so.
  allowed: async ({ trace }, use) => use(trace === 'off' ? [] : [/Blocked script execution/]),

  watched: [
    async ({ page, allowed }, use) => {
      const complaints = watch(page);
      await use();
      const unexpected = complaints.filter((one) => !allowed.some((pattern) => pattern.test(one)));
      expect(unexpected, 'the page complained').toEqual([]);
    },
    { auto: true },
  ],

  checkPage: async ({}, use) =>
    use(async (page, part) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        // Half-way between two schemes a button is readable in neither: colours change at once, and what moves ends first.
        await page.evaluate(async () => {
          const still = new CSSStyleSheet();
          still.replaceSync('*, ::before, ::after { transition: none !important }');
          document.adoptedStyleSheets.push(still);
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
        });
        // By the scheme nothing changes but colours: names, roles and structure were looked at in light.
        const rules = colorScheme === 'dark' ? RULES_ON_COLOURS : undefined;
        const { violations, held } = await runAxe(page, { part, rules });
        expect(violations, `axe in ${colorScheme}`).toEqual([]);
        expect(held, 'axe has looked at the page').toBeGreaterThan(
          part === undefined && colorScheme === 'light' ? 10 : 0,
        );
      }
      expect(await sidewaysOf(page), 'nothing is wider than the window').toEqual([]);
    }),
});

/** Those of axe's rules, of the ones that are on, that look at colours. */
const RULES_ON_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Console errors and warnings, errors of scripts, requests that failed, in every page of the context. */
const watch = (first: Page): string[] => {
  const complaints: string[] = [];
  const listen = (page: Page): void => {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
    page.on('requestfailed', (request) => {
      // What the page itself broke off, as when it moved on.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        complaints.push(
          `request failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`,
        );
    });
  };
  listen(first);
  first.context().on('page', listen);
  return complaints;
};

/** The window or a part that scrolls up and down and is wider than it shows; parts meant to scroll sideways are let be. */
const sidewaysOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, main *')]
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const scrolls =
          element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll';
        const meant = element.closest('pre, .scroll-x, [role="tablist"]') !== null;
        return scrolls && !meant && element.scrollWidth > element.clientWidth + 1;
      })
      .map(
        (element) =>
          `<${element.localName} class="${element.className}"> ${element.scrollWidth} > ${element.clientWidth}`,
      ),
  );
