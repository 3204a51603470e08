import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, onTestFinished, test } from 'vitest';

import { createApi } from '../harness/api.ts';
import { mailedLink, openLink } from '../harness/provision.ts';
import { startTestService } from './service.ts';

const ADMIN = 'planted-admin-password';

/** A service with a user, a link that is live and an admin who is logged in; its folder, and what must not be in it. */
const startUsed = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-stolen-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const service = await startTestService({
    store: { kind: 'sqlite', path: join(folder, 'store.db') },
    adminPassword: ADMIN,
  });
  const { url } = service;
  const api = createApi({ url, headers: { authorization: `Basic ${btoa(`x:${ADMIN}`)}` } });
  const { user, password } = await api.createUser(
    { list: 'default' },
    { authorizedDomains: 'acme.test', authorizedSenders: 'me@shop.test' },
  );
  await openLink(await mailedLink(api, 'default', { kind: 'domain', value: 'acme.test' }), url);
  const live = await mailedLink(api, 'default', { kind: 'address', value: 'me@shop.test' });
  await api.updateUser({ list: 'default', id: user.id }, { active: true });
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ password: ADMIN }),
  });
  expect(login.status).toBe(303);
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  const [cookieName = '', cookieValue = ''] = cookie.split('=');
  await service.store.flush();
  return { folder, service, user, password, live, cookieName, cookieValue };
};

/** Every text in the store that could be a hash or a token. */
const longWords = (path: string): string[] => {
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
  }[];
  const words = new Set<string>();
  for (const { name } of tables) {
    if (/^sqlite_|_(data|idx|docsize|config|content)$/.test(name)) continue;
    for (const row of db.prepare(`SELECT * FROM "${name}"`).iterate())
      for (const value of Object.values(row))
        if (typeof value === 'string')
          for (const [word] of value.matchAll(/[A-Za-z0-9_$-]{32,}/g)) words.add(word);
  }
  db.close();
  return [...words];
};

test('the files hold no password and no cookie, and nobody else may read them', async () => {
  const { folder, service, password, cookieValue } = await startUsed();
  const db = new DatabaseSync(join(folder, 'store.db'));
  db.exec(`VACUUM INTO '${join(folder, 'backup.db')}'`);
  db.close();
  const names = await readdir(folder, { recursive: true });
  expect(names).toEqual(expect.arrayContaining(['store.db', 'backup.db', 'smtp-plus-key.pem']));
  for (const name of names) {
    const info = await stat(join(folder, name));
    // The copy is made by whoever makes it, with rights of their own.
    if (name !== 'backup.db' && !name.endsWith('cert.pem')) expect(info.mode & 0o077, name).toBe(0);
    if (!info.isFile()) continue;
    const bytes = await readFile(join(folder, name), 'latin1');
    for (const secret of [password, ADMIN, cookieValue, btoa(password)])
      expect(bytes.includes(secret), `${name} holds ${secret}`).toBe(false);
  }
  await service.stop(0);
});

test('nothing that stands in the store is a password, a cookie or a link that works', async () => {
  const { folder, service, user, cookieName } = await startUsed();
  const words = longWords(join(folder, 'store.db'));
  expect(words.filter((word) => /^[0-9a-f]{64}$/.test(word)).length).toBeGreaterThan(0);
  expect(words.some((word) => word.includes('$'))).toBe(true);
  for (const word of words) {
    const cookie = `${cookieName}=${word}`;
    expect((await fetch(`${service.url}/api/lists`, { headers: { cookie } })).status, word).toBe(401);
  }
  const hashes = words.filter((word) => /^[0-9a-f]{64}$|\$/.test(word));
  for (const hash of hashes) {
    const opened = await fetch(`${service.url}/verify/${hash}`, {
      method: 'POST',
      headers: { origin: service.url },
    });
    expect(opened.status, hash).toBe(404);
  }
  const session = await service.session();
  for (const hash of hashes.slice(0, 3))
    expect(await session.authPlain(user.username, hash)).toMatchObject({ code: 535 });
  session.destroy();
  await service.stop(0);
});

test('the links in stored verification mails are as secret as the mails: nobody but an admin reads them', async () => {
  const { service, live } = await startUsed();
  expect((await fetch(new URL(new URL(live).pathname, service.url))).status).toBe(200);
  expect((await fetch(`${service.url}/api/messages`)).status).toBe(401);
  await service.stop(0);
});
