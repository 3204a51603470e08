/** A service that asks for the admin password, and its login page, for tests of what is before and after the login. */

import type { Page } from '@playwright/test';

import { startTestService } from '../../test/service.ts';
import { ensureBuilt } from '../build.ts';
import { test as base } from './fixtures.ts';

export { expect } from './fixtures.ts';

export const PASSWORD = 'correct horse battery staple';

export const test = base.extend<{
  /** Address of the service. */
  guarded: string;
  /** Logs in on the way to this path. */
  logIn(path: string): Promise<void>;
}>({
  guarded: async ({ context }, provide) => {
    const service = await startTestService({ adminPassword: PASSWORD }, { webFolder: await ensureBuilt() });
    await provide(service.url);
    // The pages let go before their service stops, or what they still load is refused.
    await Promise.all(context.pages().map((page) => page.goto('about:blank')));
    await service.stop(500);
  },
  logIn: async ({ page, guarded }, provide) => provide((path) => logIn(page, guarded + path)),
});

const logIn = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await page.getByLabel('Admin password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(url);
};
