import { describe, expect, test } from 'vitest';
import { createMailhog } from './mailhog.test-kit.ts';

type Listing = { total: number; count: number; start: number; items: { ID: string }[] };

describe('the frame', () => {
  test.each([
    '/api/v2/messages',
    '/api/v2/search',
    '/api/v1/messages',
    '/api/v1/messages/m_1',
    '/api/v1/events',
    '/api/v2/jim',
  ])('HEAD of %s is not found, OPTIONS is empty and names no origin', async (path) => {
    const { ask } = createMailhog();
    const head = await ask(path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([404, 'text/plain; charset=utf-8']);
    const options = await ask(path, { method: 'OPTIONS', headers: { origin: 'http://evil.test' } });
    expect([options.status, await options.text()]).toEqual([200, '']);
    expect([...options.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test.each([
    ['POST', '/api/v1/messages'],
    ['PUT', '/api/v1/messages/m_1'],
    ['DELETE', '/api/v2/messages'],
    ['GET', '/api/v1/messages/m_1/release'],
    ['OPTIONS', '/api/v1/nothing'],
    ['GET', '/api/v2/nothing'],
  ])('%s %s is not found, in words of plain text', async (method, path) => {
    const answer = await createMailhog().ask(path, { method });
    expect([answer.status, await answer.text()]).toEqual([404, '404 page not found\n']);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    ['/api/v2/messages/', '/api/v2/messages'],
    ['/api/v2//messages?limit=1&start=2', '/api/v2/messages?limit=1&start=2'],
    ['/lists/default/api/v1//messages/m_1/', '/lists/default/api/v1/messages/m_1'],
  ])('%s leads to %s', async (path, clean) => {
    const answer = await createMailhog().ask(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([301, clean]);
  });

  test('a request that is no handshake is a bad one to the WebSocket', async () => {
    expect((await createMailhog().ask('/api/v2/websocket')).status).toBe(400);
  });
});

describe('a list', () => {
  const twoLists = async () => {
    const mailhog = createMailhog();
    await mailhog.store.createList({ id: 'x', name: 'X', createdAt: 0 });
    await mailhog.seed('Subject: default\r\n\r\nneedle\r\n', { id: 'm_default' });
    await mailhog.seed('Subject: x\r\n\r\nneedle\r\n', { id: 'm_x', list: 'x' });
    return mailhog;
  };

  test('sees its own messages only', async () => {
    const { ask, json } = await twoLists();
    for (const path of ['v2/messages', 'v2/search?kind=containing&query=needle']) {
      expect((await json<Listing>(`/api/${path}`)).items.map(({ ID }) => ID)).toEqual(['m_default']);
      expect((await json<Listing>(`/lists/x/api/${path}`)).items.map(({ ID }) => ID)).toEqual(['m_x']);
    }
    expect(await json('/lists/x/api/v1/messages/m_default')).toBeNull();
    for (const path of ['download', 'mime/part/0/download'])
      expect((await ask(`/lists/x/api/v1/messages/m_default/${path}`)).status).toBe(404);
    const release = { method: 'POST', body: '{"Host":"h","Port":"25","Email":"e@x.test"}' };
    expect((await ask('/lists/x/api/v1/messages/m_default/release', release)).status).toBe(404);
  });

  test('deletes its own messages only', async () => {
    const { ask, store } = await twoLists();
    expect((await ask('/lists/x/api/v1/messages/m_default', { method: 'DELETE' })).status).toBe(500);
    await ask('/lists/x/api/v1/messages', { method: 'DELETE' });
    expect([await store.countMessages('default'), await store.countMessages('x')]).toEqual([1, 0]);
  });

  test('has a Jim of its own', async () => {
    const { ask } = await twoLists();
    await ask('/lists/x/api/v2/jim', { method: 'POST' });
    expect((await ask('/lists/x/api/v2/jim')).status).toBe(200);
    expect((await ask('/api/v2/jim')).status).toBe(404);
  });

  test('that does not exist is not found', async () => {
    expect((await createMailhog().ask('/lists/nope/api/v2/messages')).status).toBe(404);
  });
});

describe('an id', () => {
  test('may be percent-encoded or not', async () => {
    const { seed, json } = createMailhog();
    await seed('\r\n', { id: 'a=@b.test' });
    for (const written of ['a=@b.test', 'a%3D%40b.test'])
      expect(await json(`/api/v1/messages/${written}`)).toMatchObject({ ID: 'a=@b.test' });
  });
});

describe('a download', () => {
  test('is the stored bytes', async () => {
    const { seed, ask } = createMailhog();
    const raw = 'B: 1\r\nA: 2\r\nB: 3\r\n\r\n\xff\x00.\r\n';
    await seed(raw, { id: 'm_1' });
    const answer = await ask('/api/v1/messages/m_1/download');
    expect(String.fromCharCode(...new Uint8Array(await answer.arrayBuffer()))).toBe(raw);
    expect(answer.headers.get('content-length')).toBe(String(raw.length));
  });

  test('of a part lets its sender set no cookie, run nothing and show nothing inline', async () => {
    const { seed, ask } = createMailhog();
    await seed(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nSet-Cookie: a=b\r\n' +
        'Content-Disposition: inline\r\nContent-Security-Policy: x\r\nAccess-Control-Allow-Origin: *\r\nX: \x01y\r\n\r\n<script>\r\n--b--\r\n',
      { id: 'm_1' },
    );
    const { headers } = await ask('/api/v1/messages/m_1/mime/part/0/download');
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'text/html',
      'content-disposition': 'attachment; filename="m_1-part-0"',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
  });

  test('of a part that does not exist is not found', async () => {
    const { seed, ask } = createMailhog();
    await seed('A: b\r\n\r\nx\r\n', { id: 'm_1' });
    for (const part of ['0', 'x', '-1'])
      expect((await ask(`/api/v1/messages/m_1/mime/part/${part}/download`)).status).toBe(404);
  });

  test('of a part gives what is no base64 as it is', async () => {
    const { seed, ask } = createMailhog();
    await seed(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: BASE64\r\n\r\nYQ\r\n==\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n%%\r\n--b--\r\n',
      { id: 'm_1' },
    );
    const part = async (n: number) => (await ask(`/api/v1/messages/m_1/mime/part/${n}/download`)).text();
    expect([await part(0), await part(1)]).toEqual(['a', '%%']);
  });
});

describe('Jim', () => {
  test('has all his settings replaced, comes back with the last ones, and is on once', async () => {
    const { ask, json } = createMailhog();
    const jim = (method: string, body?: string) =>
      ask('/api/v2/jim', { method, ...(body !== undefined && { body }) });
    const status = async (method: string, body?: string) => (await jim(method, body)).status;
    expect([await status('PUT', '{}'), await status('DELETE')]).toEqual([404, 404]);
    expect(await status('POST', 'not json')).toBe(201);
    expect(await json('/api/v2/jim')).toMatchObject({ AcceptChance: 0.99, LinkSpeedMax: 10240 });
    expect(await status('POST')).toBe(400);
    expect(await status('PUT', 'not json')).toBe(400);
    expect(await status('PUT', '{"acceptchance":0.5,"other":1}')).toBe(200);
    expect(await json('/api/v2/jim')).toMatchObject({ AcceptChance: 0.5, LinkSpeedMax: 0 });
    expect(await status('DELETE')).toBe(200);
    expect(await status('POST')).toBe(201);
    expect(await json('/api/v2/jim')).toMatchObject({ AcceptChance: 0.5, LinkSpeedMax: 0 });
  });
});

describe('release', () => {
  const released = async (body: string) => {
    const targets: object[] = [];
    const { seed, ask } = createMailhog({
      release: async (_message, target) => {
        targets.push(target);
        return { ok: true, value: undefined };
      },
    });
    await seed('\r\n', { id: 'm_1' });
    const answer = await ask('/api/v1/messages/m_1/release', { method: 'POST', body });
    return { status: answer.status, targets, text: await answer.text() };
  };
  const login = { username: 'u', password: 'p', mechanism: 'PLAIN' };

  test.each<[string, number, object | null]>([
    ['{"Host":"h.test","Port":"25","Email":"e@x.test"}', 200, { host: 'h.test', port: 25, to: 'e@x.test' }],
    [
      '{"host":"h.test","port":"25","email":"e@x.test","extra":1}',
      200,
      { host: 'h.test', port: 25, to: 'e@x.test' },
    ],
    [
      '{"host":"h","port":"25","email":"e@x.test","username":"u","password":"p","mechanism":"PLAIN"}',
      200,
      { host: 'h', port: 25, to: 'e@x.test', auth: login },
    ],
    [
      '{"name":"new","save":true,"host":"h","port":"25","email":"e@x.test"}',
      200,
      { host: 'h', port: 25, to: 'e@x.test' },
    ],
    ['{"name":"unknown"}', 400, null],
    ['{"host":"h","port":"25","email":"e@x.test","username":"u","mechanism":"LOGIN"}', 400, null],
    ['{"host":"h","port":25,"email":"e@x.test"}', 500, null],
    ['{"host":"h","port":"0","email":"e@x.test"}', 500, null],
    ['{"host":"h","port":"65536","email":"e@x.test"}', 500, null],
    ['{"host":"","port":"25","email":"e@x.test"}', 500, null],
    ['{}', 500, null],
  ])('asked for with %s is %i', async (body, status, target) => {
    expect(await released(body)).toMatchObject({ status, targets: target ? [target] : [] });
  });

  test('asked for with more than a megabyte is not read', async () => {
    const large = JSON.stringify({
      Host: 'h',
      Port: '25',
      Email: 'e@x.test',
      Padding: 'x'.repeat(1024 * 1024),
    });
    expect(await released(large)).toEqual({ status: 413, targets: [], text: '' });
  });

  test('that fails is 500, and why is logged', async () => {
    const { seed, ask, logged } = createMailhog({
      release: async () => ({ ok: false, error: { code: 'release-failed', message: 'no such mailbox' } }),
    });
    await seed('\r\n', { id: 'm_1' });
    const body = '{"host":"h","port":"25","email":"e@x.test"}';
    expect((await ask('/api/v1/messages/m_1/release', { method: 'POST', body })).status).toBe(500);
    expect(logged).toEqual(['no such mailbox']);
  });
});

describe('the event stream', () => {
  test('tells what arrives in its list, in order, and ends when the service stops', async () => {
    const { seed, ask, store, stop } = createMailhog();
    await store.createList({ id: 'x', name: 'X', createdAt: 0 });
    const response = await ask('/lists/x/api/v1/events');
    await seed('\r\n', { id: 'm_other' });
    for (const id of ['m_1', 'm_2'])
      await seed(`Subject: ${'y'.repeat(id === 'm_1' ? 100_000 : 1)}\r\n\r\n`, { id, list: 'x' });
    const reader = response.body!.getReader();
    const ids: unknown[] = [];
    for (let n = 0; n < 2; n++) {
      const text = new TextDecoder().decode((await reader.read()).value);
      expect(text).toMatch(/^(data: .*\n)+\n$/);
      ids.push((JSON.parse(text.replaceAll(/^data: /gm, '')) as { ID: string }).ID);
    }
    expect(ids).toEqual(['m_1', 'm_2']);
    stop.abort();
    expect((await reader.read()).done).toBe(true);
  });

  test('is over for a reader who has gone', async () => {
    const { seed, ask, logged } = createMailhog();
    await (await ask('/api/v1/events')).body!.cancel();
    await seed('\r\n');
    expect(logged).toEqual([]);
  });
});
