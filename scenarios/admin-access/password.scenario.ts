/** With an admin password people log in on a page and programs by HTTP Basic; guesses are slowed down, and a login ends. */

import { expect, test } from '#harness';

const PASSWORD = 'correct horse battery staple';

test.use({ adminPassword: PASSWORD, testClock: true });

test(
  'an admin logs in, comes to where it wanted to go, works, and logs out',
  { tag: '@ui' },
  async ({ list, admin, api }) => {
    await admin.login.asStranger();
    await admin.userForm.gotoNew(list.id);
    await expect(admin.page).toHaveURL(/\/login\?next=/);
    await admin.login.logIn('a guess');
    await expect(admin.login.password).toHaveAccessibleDescription('That is not the admin password.');
    await admin.login.logIn(PASSWORD);
    await admin.userForm.domains.fill('shop.test');
    await admin.userForm.save.click();
    await expect(admin.userForm.password).toBeVisible();
    await admin.page.reload();

    await admin.shell.logOut();
    await expect(admin.login.password).toBeVisible();
    await admin.smtpPlus.goto(list.id);
    await expect(admin.login.password).toBeVisible();
    expect((await api.getUsers({ list: list.id })).items).toHaveLength(1);
  },
);

test('a login ends after twelve hours, and when it is ended', async ({ list, http, clock }) => {
  const open = async () => {
    const { headers } = await http('POST /login', { ...asForm(PASSWORD), password: null });
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toContain('HttpOnly; SameSite=Strict');
    return { headers: { cookie: cookie.split(';')[0] ?? '' }, password: null };
  };
  const users = `/api/lists/${list.id}/users`;
  const [ended, old] = [await open(), await open()];
  expect((await http(`GET ${users}`, ended)).status).toBe(200);
  expect((await http('POST /logout', ended)).status).toBe(303);
  expect((await http(`GET ${users}`, ended)).problem).toBe('login-required');
  expect((await http(`GET ${users}`, old)).status).toBe(200);

  // A page of another site has the cookie neither by SameSite nor by its Origin.
  const foreign = { ...old.headers, origin: 'https://evil.test' };
  expect((await http(`POST ${users}`, { ...old, headers: foreign, body: {} })).problem).toBe(
    'foreign-origin',
  );

  await clock.advance('12h');
  expect((await http(`GET ${users}`, old)).problem).toBe('login-required');
});

test('who guesses is put off after ten tries, the right password included, and nobody else is', async ({
  list,
  http,
  clock,
  api,
}) => {
  const users = `GET /api/lists/${list.id}/users` as const;
  for (let guess = 1; guess <= 5; guess++) {
    expect((await http(users, { password: `guess ${guess}` })).status).toBe(401);
    expect((await http('POST /login', { ...asForm(`guess ${guess}`), password: null })).status).toBe(401);
  }
  const late = await http(users);
  expect([late.status, late.problem]).toEqual([429, 'too-many-guesses']);
  expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
  const page = await http('POST /login', { ...asForm(PASSWORD), password: null });
  expect([page.status, page.text.includes('Too many wrong passwords')]).toEqual([429, true]);
  expect((await api.getUsers({ list: list.id })).items).toEqual([]);

  await clock.advance('60s');
  expect((await http(users)).status).toBe(200);
});

test('without the password there is health and the page of a mailed link, and nothing else', async ({
  list,
  http,
}) => {
  await list.user({ authorizedDomains: 'shop.test' });
  const link = new URL(await list.verificationLink('shop.test')).pathname;
  const stranger = { password: null };
  expect((await http('GET /api/health', stranger)).status).toBe(200);
  expect((await http(`GET ${link}`, stranger)).status).toBe(200);
  expect((await http(`POST ${link}`, stranger)).status).toBe(200);
  expect((await list.sender('shop.test')).status).toBe('verified');
  for (const path of [
    '/api/lists',
    `/api/lists/${list.id}/users`,
    '/api/messages',
    '/api/events',
    '/api/openapi.json',
    '/api/v2/messages',
    `/lists/${list.id}/api/v1/messages`,
    `/lists/${list.id}/%61pi/v1/messages`,
  ]) {
    const answer = await http(`GET ${path}`, stranger);
    expect([answer.status, answer.problem], path).toEqual([401, 'login-required']);
    expect(answer.headers['www-authenticate'], path).toContain('Basic');
  }
  expect((await http('GET /', { ...stranger, headers: { accept: 'text/html' } })).headers.location).toBe(
    '/login?next=%2F',
  );
});

/** As the login page sends it. */
const asForm = (password: string) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ password }).toString(),
});
