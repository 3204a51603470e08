import { createApi } from '../../harness/api.ts';
import { freePorts } from '../../harness/free-ports.ts';
import { mailedLink } from '../../harness/provision.ts';
import { startService } from '../../src/service.ts';
import { ensureBuilt } from '../build.ts';
import { expect, test } from './fixtures.ts';

const PASSWORD = 'correct horse battery staple';

/** Runs with the URL of a service that asks for a password. */
const withGuard = async (run: (url: string) => Promise<void>): Promise<void> => {
  const [port = 0] = await freePorts(1);
  const service = await startService(
    {
      host: '127.0.0.1',
      ports: [{ from: port, to: port }],
      httpPort: 0,
      store: { kind: 'memory' },
      tls: null,
      nextHop: { kind: 'inbox' },
      requireTls: false,
      testClock: false,
      adminPassword: PASSWORD,
    },
    { webFolder: await ensureBuilt() },
  );
  try {
    await run(service.url);
  } finally {
    await service.stop(500);
  }
};

test('a page asks for the password, tells a wrong one at the field, and comes back to where it was', async ({
  page,
  shell,
  allowed,
  checkPage,
}) =>
  withGuard(async (guarded) => {
    allowed.push(/401/);
    await page.goto(`${guarded}/lists/default/sessions?rule=from.single`);
    await expect(page).toHaveURL(/\/login\?next=/);
    await expect(page).toHaveTitle('Log in · SMTP+');
    const password = page.getByLabel('Admin password');
    await expect(password).toBeFocused();
    await checkPage(page);
    await password.fill('guess');
    await password.press('Enter');
    await expect(password).toHaveAccessibleDescription('That is not the admin password.');
    await checkPage(page);
    await password.fill(PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page).toHaveURL(/\/lists\/default\/sessions\?rule=from\.single$/);
    await expect(shell.heading).toHaveText('Sessions');
    // The page lets go before its service stops, or what it still loads is refused.
    await page.goto('about:blank');
  }));

test('the page behind a verification link has one button, and is readable in light and dark', async ({
  page,
  service,
  list,
  api,
  checkPage,
}) => {
  await api('POST', `/api/lists/${list}/users`, { authorizedDomains: 'bücher.test' });
  const sender = { kind: 'domain', value: 'xn--bcher-kva.test' };
  const link = await mailedLink(createApi({ url: service.url }), list, sender);
  await page.goto(link);
  const button = page.getByRole('button');
  await expect(button).toHaveText('Verify bücher.test');
  await checkPage(page);
  await button.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('bücher.test is verified');
  await checkPage(page);
});
