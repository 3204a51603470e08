/** MailHog's own clients, unchanged, over a real socket: the npm client, and what its Cypress and Playwright helpers ask. */

import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import createClient from 'mailhog';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../model/result.ts';
import type { ReleaseTarget } from '../services.ts';
import { goStringOf } from './go-strings.ts';
import { createMailhog } from './mailhog.test-kit.ts';

/** What those helpers look at. */
type Listing = {
  total: number;
  items: {
    ID: string;
    Content: { Headers: Record<string, string[]> };
    Raw: { From: string };
    To: { Mailbox: string; Domain: string }[];
  }[];
};

const released: { id: string; target: ReleaseTarget }[] = [];
const mailhog = createMailhog({
  release: async ({ id }, target) => {
    released.push({ id, target });
    return ok(undefined);
  },
});
const server = createAdaptorServer({ fetch: mailhog.app.fetch });
let port = 0;

beforeAll(async () => {
  await mailhog.store.createList({ id: 'x', name: 'X', createdAt: 0 });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((closed) => server.close(closed)));

const WITH_PARTS = goStringOf(
  [
    'Received: from client.test',
    'From: =?utf-8?Q?J=C3=BCrgen?= <j@acme.test>',
    'To: A <a@receiver.test>',
    'Cc: c@receiver.test',
    'Reply-To: r@acme.test',
    'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
    'Date: Tue, 24 Nov 2026 08:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="m"',
    '',
    'This is a multi-part message in MIME format.',
    '--m',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=C3=BC=C3=9Fe',
    '--m',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    'PGI+R3LDvMOfZTwvYj4=',
    '--m',
    'Content-Type: text/csv; name="a.csv"',
    'Content-Disposition: attachment; filename="a.csv"',
    'Content-Transfer-Encoding: base64',
    '',
    'YSxiCjEsMgo=',
    '--m--',
    '',
  ].join('\r\n'),
);

describe.each([
  { list: 'default', base: '' },
  { list: 'x', base: '/lists/x' },
])('on the list $list', ({ list, base }) => {
  beforeEach(async () => {
    released.length = 0;
    for (const each of ['default', 'x']) await mailhog.store.deleteMessages(each);
    await mailhog.seed('Subject: old\r\n\r\nneedle\r\n', { id: 'm_old', list, at: 1000 });
    await mailhog.seed(WITH_PARTS, {
      id: 'm_new',
      list,
      at: 2000,
      mailFrom: 'j@acme.test',
      rcptTo: ['a@receiver.test'],
    });
  });

  describe('the npm client', () => {
    const client = () => createClient({ host: '127.0.0.1', port, basePath: `${base}/api` });

    test('lists messages, and pages', async () => {
      const all = await client().messages();
      expect([all?.total, all?.count, all?.items.map(({ ID }) => ID)]).toEqual([2, 2, ['m_new', 'm_old']]);
      expect((await client().messages(1, 1))?.items.map(({ ID }) => ID)).toEqual(['m_old']);
    });

    test('reads text, HTML, headers, dates and attachments of a message', async () => {
      const message = await client().latestTo('a@receiver.test');
      expect(message).toMatchObject({
        ID: 'm_new',
        text: 'Grüße',
        html: '<b>Grüße</b>',
        subject: 'Grüße',
        from: 'Jürgen <j@acme.test>',
        to: 'A <a@receiver.test>',
        cc: 'c@receiver.test',
        replyTo: 'r@acme.test',
        date: new Date('2026-11-24T07:00:00Z'),
        deliveryDate: new Date(2000),
      });
      expect(
        message?.attachments.map(({ name, type, encoding, Body }) => ({ name, type, encoding, Body })),
      ).toEqual([
        { name: 'a.csv', type: 'text/csv; name="a.csv"', encoding: 'base64', Body: 'YSxiCjEsMgo=' },
      ]);
    });

    test('searches by sender, recipient and content', async () => {
      expect((await client().search('needle'))?.items.map(({ ID }) => ID)).toEqual(['m_old']);
      expect((await client().search('receiver.test', 'to', 1, 1))?.items.map(({ ID }) => ID)).toEqual([
        'm_old',
      ]);
      expect((await client().latestFrom('j@acme.test'))?.ID).toBe('m_new');
      expect((await client().latestContaining('needle'))?.ID).toBe('m_old');
      expect(await client().latestTo('nobody@receiver.test')).toBe(0);
    });

    // It sends the body in chunks, without a length and without a type.
    test('releases a message', async () => {
      const config = { host: 'mx.test', port: '2525', email: 'to@else.test' };
      expect((await client().releaseMessage('m_new', config)).statusCode).toBe(200);
      expect(released).toEqual([
        { id: 'm_new', target: { host: 'mx.test', port: 2525, to: 'to@else.test' } },
      ]);
    });

    test('deletes one message, and all', async () => {
      expect((await client().deleteMessage('m_new')).statusCode).toBe(200);
      expect((await client().messages())?.items.map(({ ID }) => ID)).toEqual(['m_old']);
      expect((await client().deleteMessage('m_new')).statusCode).toBe(500);
      expect((await client().deleteAll()).statusCode).toBe(200);
      expect((await client().messages())?.total).toBe(0);
    });
  });

  test('helpers of Cypress and Playwright find their way from a base URL', async () => {
    const url = new URL(`http://127.0.0.1:${port}${base}/`);
    const get = async (path: string): Promise<Listing> =>
      (await (await fetch(new URL(path, url))).json()) as Listing;
    const message = (await get('api/v2/messages?limit=50')).items[0]!;
    expect(message.Content.Headers['Subject']?.[0]).toBe('=?utf-8?Q?Gr=C3=BC=C3=9Fe?=');
    expect(message.Content.Headers['From']?.[0]).toContain('j@acme.test');
    expect(message.Raw.From).toBe('j@acme.test');
    expect(message.To.map(({ Mailbox, Domain }) => `${Mailbox}@${Domain}`)).toEqual(['a@receiver.test']);
    expect((await get('api/v2/search?kind=to&query=a%40receiver.test')).items[0]?.ID).toBe('m_new');
    expect((await fetch(new URL('api/v2/jim', url))).status).toBe(404);
    const emptied = await fetch(new URL('api/v1/messages', url), { method: 'DELETE' });
    expect([emptied.status, emptied.headers.get('content-length') ?? '0', await emptied.text()]).toEqual([
      200,
      '0',
      '',
    ]);
    expect((await get('api/v2/messages')).total).toBe(0);
  });

  test('an EventSource is told of a message', async () => {
    const gone = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}${base}/api/v1/events`, { signal: gone.signal });
    await mailhog.seed('Subject: told\r\n\r\nx\r\n', { list });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let told = '';
    while (!told.endsWith('\n\n')) told += (await reader.read()).value ?? '';
    expect(JSON.parse(told.replaceAll(/^data: /gm, ''))).toMatchObject({
      Content: { Headers: { Subject: ['told'] } },
    });
    gone.abort();
  });
});

test('a page of large messages is answered whole', async () => {
  await mailhog.store.deleteMessages('default');
  const body = 'y'.repeat(3 * 1024 * 1024);
  for (const id of ['m_1', 'm_2']) await mailhog.seed(`Subject: ${id}\r\n\r\n${body}\r\n`, { id });
  const items = (await createClient({ host: '127.0.0.1', port }).messages())?.items ?? [];
  expect(items.map((item) => (item as unknown as { Content: { Body: string } }).Content.Body.length)).toEqual(
    [body.length, body.length],
  );
});
