/** On loopback the service is open to this machine's programs, and closed to web pages of other sites, however they come. */

import { expect, test } from '#harness';

test('a program of this machine needs no password, by whatever loopback name it calls', async ({
  list,
  http,
  smtpPlus,
}) => {
  const { port } = new URL(smtpPlus.url);
  for (const name of ['127.0.0.1', 'localhost', '[::1]', 'smtp.localhost', '127.1.2.3'])
    expect(
      (await http(`GET /api/lists/${list.id}/users`, { headers: { host: `${name}:${port}` } })).status,
      name,
    ).toBe(200);
});

test('a name that a stranger lets lead here (DNS rebinding) is not served', async ({
  list,
  http,
  smtpPlus,
}) => {
  const { port } = new URL(smtpPlus.url);
  for (const name of ['evil.test', '127.0.0.1.evil.test', 'localhost.evil.test', 'evil.test:80', '0.0.0.0']) {
    const host = name.includes(':') ? name : `${name}:${port}`;
    // To the browser such a page is of the same origin as what it asks for.
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    for (const path of [
      `/api/lists/${list.id}/users`,
      '/',
      '/verify/x',
      `/lists/${list.id}/api/v2/messages`,
    ]) {
      const answer = await http(`GET ${path}`, { headers });
      expect([answer.status, answer.problem], `${host} ${path}`).toEqual([403, 'foreign-host']);
    }
  }
});

test('a request of another origin is refused, and no answer is shared with it', async ({
  list,
  http,
  smtpPlus,
}) => {
  const { port } = new URL(smtpPlus.url);
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: `http://localhost:${port}` },
    { origin: `https://127.0.0.1:${port}` },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ];
  for (const headers of foreign) {
    const answer = await http(`POST /api/lists/${list.id}/users`, { headers, body: {} });
    expect([answer.status, answer.problem], JSON.stringify(headers)).toEqual([403, 'foreign-origin']);
    const preflight = await http(`OPTIONS /api/lists/${list.id}/users`, { headers });
    for (const { headers: answered } of [answer, preflight])
      expect(
        Object.keys(answered).filter((name) => name.startsWith('access-control')),
        'CORS',
      ).toEqual([]);
  }
  expect((await http(`GET /api/lists/${list.id}/users`)).text).toContain('"items":[]');
});

test('a body of a type that a form of any page could send is refused', async ({ list, http }) => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
    const answer = await http(`POST /api/lists/${list.id}/users`, { headers, body: '{}' });
    expect([answer.status, answer.problem], type).toEqual([415, 'unsupported-media-type']);
  }
  expect((await http(`GET /api/lists/${list.id}/users`)).text).toContain('"items":[]');
});

test('a page of another site reads nothing and changes nothing, but may link to a page', async ({
  list,
  admin,
  elsewhere,
  smtpPlus,
  api,
}) => {
  await list.user({ authorizedDomains: 'shop.test' });
  const users = `${smtpPlus.url}/api/lists/${list.id}/users`;
  const { page } = admin;
  await page.goto(
    await elsewhere(`
      <iframe name="hidden" title="hidden"></iframe>
      <form action="${users}" method="post" enctype="text/plain" target="hidden"><button name='{"note":"' value='"}'>Win</button></form>
      <a href="${await list.verificationLink('shop.test')}">Verify</a>`),
  );
  const tried = await page.evaluate(async (url) => {
    const ask = (init: RequestInit) =>
      fetch(url, init).then(
        (answer) => answer.type,
        () => 'failed',
      );
    const json = { 'content-type': 'application/json' };
    return [
      await ask({}),
      await ask({ method: 'POST', body: '{}', headers: json }),
      await ask({ method: 'POST', body: '{}', mode: 'no-cors' }),
    ];
  }, users);
  expect(tried).toEqual(['failed', 'failed', 'failed']);
  const answered = page.waitForResponse(users);
  await page.getByRole('button', { name: 'Win' }).click();
  expect((await answered).status()).toBe(403);
  expect((await api.getUsers({ list: list.id })).items).toHaveLength(1);

  await page.getByRole('link', { name: 'Verify' }).click();
  await expect(admin.verification.button).toHaveText('Verify shop.test');
  await admin.verification.confirm();
  expect((await list.sender('shop.test')).status).toBe('verified');
});

for (const host of ['0.0.0.0', '::'])
  test(`open to other machines, on ${host}, it does not start without a password`, async ({ program }) => {
    const { exit, said } = await program([`--host=${host}`]);
    expect(exit).toBe(2);
    expect(said).toContain(`host "${host}" is not loopback`);
    expect(said).toContain('SMTP_PLUS_ADMIN_PASSWORD');
  });

test('open to other machines it starts with a password, and then asks for it', async ({ program }) => {
  const password = 'correct horse battery';
  const { exit, said, url } = await program(['--host=0.0.0.0'], { SMTP_PLUS_ADMIN_PASSWORD: password });
  expect([exit, said]).toEqual([null, expect.stringContaining('SMTP+ ready')]);
  const lists = new URL('/api/lists', url ?? '');
  lists.hostname = '127.0.0.1';
  expect((await fetch(lists)).status).toBe(401);
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  expect((await fetch(lists, { headers: { authorization } })).status).toBe(200);
});
