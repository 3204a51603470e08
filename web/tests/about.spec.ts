import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AboutPage } from '../../harness/pages/about.ts';
import { freePorts } from '../../harness/free-ports.ts';
import { startService, type Service } from '../../src/service.ts';
import { ensureBuilt } from '../build.ts';
import { expect, test } from './fixtures.ts';

/** One with all that there can be to tell: a store file, a next hop with a login, a port that is taken. */
const startFull = async (): Promise<Service & { busy: number; end(): Promise<void> }> => {
  const [free = 0, busy = 0] = await freePorts(2);
  const other: Server = createServer().listen(busy, '127.0.0.1');
  await once(other, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-about-'));
  const service = await startService(
    {
      host: '127.0.0.1',
      ports: [free, busy].map((port) => ({ from: port, to: port })),
      httpPort: 0,
      store: { kind: 'sqlite', path: join(folder, 'store.db') },
      tls: null,
      nextHop: {
        kind: 'smtp',
        hop: {
          host: 'mail.example.com',
          port: 587,
          implicitTls: false,
          tls: 'required',
          auth: { username: 'planted-user', password: 'planted-secret' },
          connections: 4,
        },
        expiryMs: 5 * 86_400_000,
      },
      requireTls: true,
      keep: { age: 7 * 86_400_000, count: 100_000, bytes: null },
      testClock: false,
      adminPassword: null,
    },
    { webFolder: await ensureBuilt() },
  );
  const end = async (): Promise<void> => {
    await service.stop(0);
    await new Promise((closed) => other.close(closed));
    await rm(folder, { recursive: true, force: true });
  };
  return { ...service, busy, end };
};

test('the server tells what it is, and no secret', { tag: '@narrow' }, async ({ page, checkPage }) => {
  const service = await startFull();
  const about = new AboutPage(page);
  await page.goto(`${service.url}/about`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('About this server');
  await expect(page).toHaveTitle('About this server · SMTP+');
  await expect(about.fact('Service', 'SQLite')).toHaveText(/^3\./);
  await expect(about.fact('Service', 'Running for')).toContainText('less than a minute');
  await expect(about.fact('SMTP ports', 'Listening')).toHaveText(`1 port: ${service.listening[0]}`);
  await expect(about.fact('SMTP ports', 'Not available')).toContainText(`${service.busy}in use`);
  await expect(about.fact('SMTP ports', 'Encryption')).toContainText('STARTTLS, before a password');
  await expect(about.fact('Certificate', 'Fingerprint')).toContainText(/([0-9A-F]{2}:){31}/);
  await expect(about.fact('Store', 'Size')).toHaveText(/\d KB$/);
  await expect(about.fact('Store', 'Messages are kept')).toHaveText(
    'of each list for 7 days at most and the newest 100,000',
  );
  await expect(about.fact('Limits', 'A message')).toHaveText('25 MiB');
  await expect(about.fact('Next hop', 'Server')).toHaveText('mail.example.com:587');
  await expect(about.fact('Next hop', 'Login')).toHaveText('with user name and password');
  await expect(about.fact('Next hop', 'A message is tried for')).toHaveText('5 days');
  await expect(page.getByRole('main')).not.toContainText('planted');
  await checkPage(page);
  await page.goto('about:blank');
  await service.end();
});

test('the page leads to what programs read', { tag: '@wide' }, async ({ page, service }) => {
  const about = new AboutPage(page);
  await about.goto();
  await expect(about.fact('Next hop', 'Messages')).toContainText('stay in the inbox');
  await expect(about.fact('Store', 'Place')).toContainText('memory:');
  for (const link of await about.card('For programs').getByRole('link').all()) {
    const path = (await link.getAttribute('href')) ?? '';
    expect((await fetch(service.url + path)).status, path).toBe(200);
  }
  await expect(about.card('For programs').getByRole('link')).toHaveCount(4);
});

test(
  'it is reached by the settings menu and by the palette',
  { tag: '@wide' },
  async ({ page, list, shell }) => {
    await page.goto(`/lists/${list}/inbox`);
    await shell.openSettings();
    await page.getByRole('menuitem', { name: 'About this server' }).click();
    await expect(shell.heading).toHaveText('About this server');
    await page.goto(`/lists/${list}/inbox`);
    await shell.openPalette('about');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/about');
    await expect(shell.heading).toHaveText('About this server');
  },
);
