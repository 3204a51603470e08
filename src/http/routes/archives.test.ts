import { packTar, unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';

import { checkPassword } from '../../model/password.ts';
import { aMessage, createTestApi, type TestApi } from '../api.test-kit.ts';
import type { ImportReport } from '../contract/archives.ts';
import type { ProblemJson } from '../contract/problem.ts';
import type { UserJson } from '../contract/users.ts';

type Created = { user: UserJson; password: string };
type Files = Map<string, Uint8Array>;

const TAR = { 'content-type': 'application/x-tar' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (file: Uint8Array | undefined): string => new TextDecoder().decode(file);

const addUser = (api: TestApi, fields: object, list = 'default') =>
  api.post<Created>(`/api/lists/${list}/users`, fields);

const put = (api: TestApi, id: string, content = bytes(`Subject: ${id}\r\n\r\nx`), list = 'default') =>
  api.store.commitMessage(
    aMessage({ id, list, size: content.length, sessionId: 'c_1', decisionId: 'd_1' }),
    content,
    null,
  );

/** A list with two users, one of whose senders is verified, and some messages, one of them large. */
const filled = async () => {
  const api = createTestApi();
  const shop = await addUser(api, { username: 'shop', authorizedDomains: 'shop.test', note: 'ünï' });
  await api.verify('shop.test');
  await api.call('PATCH', `/api/lists/default/users/${shop.body.user.id}`, { active: true });
  await addUser(api, { username: 'new', authorizedSenders: 'me@new.test' });
  for (const n of [1, 2, 3]) await put(api, `m_${n}`);
  await put(api, 'm_4', new Uint8Array(3_000_000).fill(120));
  return { api, password: shop.body.password };
};

const exported = async (api: TestApi, list = 'default'): Promise<Uint8Array> => {
  const response = await api.app.request(`/api/lists/${list}/export`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-tar']);
  return new Uint8Array(await response.arrayBuffer());
};

const imported = async (api: TestApi, archive: Uint8Array, list = 'default', headers = TAR) => {
  const response = await api.app.request(`/api/lists/${list}/import`, {
    method: 'POST',
    headers,
    body: archive as BodyInit,
  });
  return { status: response.status, body: (await response.json()) as ImportReport & ProblemJson };
};

const filesOf = async (archive: Uint8Array): Promise<Files> =>
  new Map((await unpackTar(archive)).map(({ header, data }) => [header.name, data ?? new Uint8Array()]));

const pack = (files: Files): Promise<Uint8Array> =>
  packTar([...files].map(([name, body]) => ({ header: { name, size: body.length }, body })));

const sum = (users: number[], messages: number[], refused = 0) => ({
  users: { added: users[0], there: users[1] },
  messages: { added: messages[0], there: messages[1] },
  refused,
});

describe('an exported list', () => {
  it('is the same elsewhere, in the same order, and its users log in with their passwords', async () => {
    const { api, password } = await filled();
    const there = createTestApi();
    const { status, body } = await imported(there, await exported(api));
    expect([status, body]).toEqual([200, { ...sum([2, 0], [4, 0]), problems: [] }]);

    const { items: messages } = (await there.store.messages({}, { limit: 9 })) as { items: { id: string }[] };
    expect(messages.map(({ id }) => id)).toEqual(['m_4', 'm_3', 'm_2', 'm_1']);
    const [before, after] = [await api.store.message('m_1'), await there.store.message('m_1')];
    expect(after).toEqual({ ...before, sessionId: null, decisionId: null });
    let size = 0;
    for await (const piece of (await there.store.content('m_4'))!) size += piece.length;
    expect(size).toBe(3_000_000);

    const shop = (await there.store.userByName('shop'))!;
    expect(shop.user).toEqual({ ...(await api.store.userByName('shop'))!.user, active: false });
    expect(shop.senders).toMatchObject([{ value: 'shop.test', status: 'pending', verifiedAt: null }]);
    expect(await checkPassword(password, shop.user.passwordHash)).toBe(true);
    const other = (await there.store.userByName('new'))!;
    expect(other.senders).toMatchObject([{ value: 'me@new.test', status: 'pending', expiresAt: null }]);
  });

  it('changes nothing where it is imported again, or into the list that it came from', async () => {
    const { api } = await filled();
    const archive = await exported(api);
    expect((await imported(api, archive)).body).toEqual({ ...sum([0, 2], [0, 4]), problems: [] });
    const there = createTestApi();
    await imported(there, archive);
    const once = await exported(there);
    expect((await imported(there, archive)).body).toMatchObject(sum([0, 2], [0, 4]));
    expect(await exported(there)).toEqual(once);
  });

  it('can be imported twice at once', async () => {
    const { api } = await filled();
    const archive = await exported(api);
    const there = createTestApi();
    const both = await Promise.all([imported(there, archive), imported(there, archive)]);
    expect(both.map(({ body }) => body.messages)).toEqual([
      { added: 4, there: 0 },
      { added: 0, there: 4 },
    ]);
  });

  it('becomes a second list of the same service, but for the names of its users', async () => {
    const { api } = await filled();
    await api.post('/api/lists', { id: 'copy' });
    const archive = await exported(api);
    const { body } = await imported(api, archive, 'copy');
    expect(body).toMatchObject(sum([0, 0], [4, 0], 2));
    expect(body.problems[0]).toEqual({
      file: 'users.jsonl',
      line: 1,
      message: expect.stringContaining('"shop" is taken in the list "default"'),
    });
    expect((await imported(api, archive, 'copy')).body).toMatchObject(sum([0, 0], [0, 4], 2));
    expect(await api.store.countMessages('default')).toBe(4);
  });

  it('holds the hashes of passwords, and no links, sessions or passwords', async () => {
    const { api, password } = await filled();
    const files = await filesOf(await exported(api));
    expect([...files.keys()].slice(0, 5)).toEqual([
      ...['list.json', 'senders.jsonl', 'users.jsonl', 'messages/m_1.json', 'messages/m_1.eml'],
    ]);
    expect(textOf(files.get('messages/m_1.eml'))).toBe('Subject: m_1\r\n\r\nx');
    const all = [...files.values()].map(textOf).join('\n');
    expect(all).toContain('"passwordHash":"sha256$');
    for (const secret of [password, 'expiresAt', 'c_1', 'd_1', ...Object.values(api.tokens).flat()])
      expect(all).not.toContain(secret);
  });

  it('is read from the store no faster than it is taken', async () => {
    const { api } = await filled();
    for (let n = 10; n < 40; n++) await put(api, `m_${n}`, new Uint8Array(1_000_000));
    let read = 0;
    const store = {
      ...api.store,
      content: (id: string) => ((read += 1), api.store.content(id)),
    };
    const slow = createTestApi({ store });
    const reader = (await slow.app.request('/api/lists/default/export')).body!.getReader();
    await reader.read();
    // Time for whoever does not wait.
    for (let turn = 0; turn < 200; turn++) await new Promise((next) => setImmediate(next));
    expect(read).toBeLessThan(20);
    while (!(await reader.read()).done) continue;
    expect(read).toBe(34);
  });
});

describe('an archive with mistakes', () => {
  it('is taken but for the records that are wrong, which are named by file and line', async () => {
    const { api } = await filled();
    const files = await filesOf(await exported(api));
    const [first] = textOf(files.get('users.jsonl')).split('\n');
    files.set(
      'users.jsonl',
      bytes(
        `${first}\nnonsense\n${first!.replace('"priority":3', '"priority":9').replace('"shop"', '"b"')}\n`,
      ),
    );
    files.set('messages/m_2.eml', bytes('too short'));
    files.set('messages/m_3.json', bytes('{"id":"m_3"}'));
    files.set('notes.txt', bytes('hello'));
    const there = createTestApi();
    const { body } = await imported(there, await pack(files));
    expect(body).toMatchObject(sum([1, 0], [2, 0], 6));
    expect(body.problems.map(({ file, line }) => `${file} ${line}`)).toEqual([
      ...['users.jsonl 2', 'users.jsonl 3', 'messages/m_2.eml null', 'messages/m_3.json null'],
      ...['messages/m_3.eml null', 'notes.txt null'],
    ]);
    expect(body.problems[0]!.message).toBe('is not JSON in UTF-8');
    expect(body.problems[1]!.message).toContain('priority');
    expect(await there.store.message('m_2')).toBeNull();
    expect(await there.store.userByName('b')).toBeNull();
  });

  it.each([
    ['cut off', async (archive: Uint8Array) => archive.subarray(0, archive.length - 2_000_000)],
    ['no tar file', async () => bytes('x'.repeat(2000))],
    ['empty', async () => new Uint8Array()],
    ['another program’s', () => pack(new Map([['a.txt', bytes('a')]]))],
  ])('that is %s is refused with words, and what was in it before stays', async (_, change) => {
    const { api } = await filled();
    const archive = await exported(api);
    const there = createTestApi();
    const refused = await imported(there, await change(archive));
    expect([refused.status, refused.body.detail]).toEqual([
      422,
      expect.stringContaining('cannot be read to its end'),
    ]);
    expect((await imported(there, archive)).status).toBe(200);
    expect(await there.store.countMessages('default')).toBe(4);
  });

  it('of another type is not read', async () => {
    const refused = await imported(createTestApi(), bytes('{}'), 'default', {
      'content-type': 'application/json',
    });
    expect([refused.status, refused.body.detail]).toEqual([
      415,
      expect.stringContaining('application/x-tar'),
    ]);
  });

  it('verifies no sender, whatever the file says, and makes nobody active who has none', async () => {
    const { api } = await filled();
    const archive = await exported(api);
    expect(String(Buffer.from((await filesOf(archive)).get('senders.jsonl')!))).toContain('"verified"');
    const there = createTestApi();
    await imported(there, archive);
    const shop = (await there.store.userByName('shop'))!;
    expect([shop.user.active, shop.senders[0]?.status]).toEqual([false, 'pending']);
  });

  it('leaves verified what is, and active who sends as that', async () => {
    const { api } = await filled();
    const archive = await exported(api);
    const there = createTestApi();
    const keeper = await addUser(there, { username: 'keeper', authorizedDomains: 'shop.test' });
    expect(keeper.status).toBe(201);
    await there.verify('shop.test');
    await imported(there, archive);
    const shop = (await there.store.userByName('shop'))!;
    expect([shop.user.active, shop.senders[0]?.status]).toEqual([true, 'verified']);
  });
});
