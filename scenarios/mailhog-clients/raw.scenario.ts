/** Asked over the wire, the routes answer what a real MailHog 1.0.1 answered to the same mails: `fixtures/mailhog`. */

import { expect, test } from '#harness';

import answers from '../../fixtures/mailhog/answers-1.0.1.json' with { type: 'json' };

type Captured = {
  note: string;
  request: { method: 'GET' | 'DELETE' | 'POST'; path: string; body?: string };
  status: number;
  headers: Record<string, string> | null;
  body?: string;
};
type Item = {
  ID: string;
  From: object;
  To: object[];
  MIME: object | null;
  Content: { Body: string };
  Raw: { From: string; To: string[]; Data: string; Helo: string };
};

const captured = answers as unknown as Captured[];

const FIRST = 'three messages, newest first';
const LAST = 'delete all';
const at = (note: string): number => captured.findIndex((one) => one.note === note);
const real = (JSON.parse(captured[at(FIRST)]?.body ?? '') as { items: Item[] }).items;

/** From the three messages on until they are deleted; `src/http/mailhog` has the rest, byte for byte. */
const LOOKED_AT = captured
  .slice(at(FIRST), at(LAST) + 1)
  .filter(
    ({ note, request }) =>
      !/release|crash|preflight|unknown route/.test(note) && !/jim|outgoing/.test(request.path),
  );

test('three mails are listed, searched, opened, downloaded and deleted as by MailHog 1.0.1', async ({
  list,
  client,
  http,
  mailbox,
}) => {
  const user = await list.activeUser({ authorizedDomains: 'acme.test' });
  await mailbox.mailhog.deleteAll();
  const session = await client({ user });
  for (const { Raw } of real.toReversed()) {
    const message = `${Raw.Data}\r\n`;
    const sent = session.send({ from: Raw.From, to: Raw.To, message }, { mailParams: 'SMTPUTF8' });
    await expect(sent).toBeAccepted();
  }

  const base = `/lists/${list.id}/api`;
  const { items: ours } = JSON.parse((await http(`GET ${base}/v2/messages`)).text) as { items: Item[] };
  const here = (path: string): string =>
    real.reduce((path, { ID }, n) => path.replace(ID, ours[n]?.ID ?? ''), path.replace('/api', base));
  expect(LOOKED_AT.length).toBeGreaterThan(20);
  for (const { note, request, status, headers, body = '' } of LOOKED_AT) {
    const answer = await http(`${request.method} ${here(request.path)}`);
    const told = `${note}: ${request.method} ${request.path}`;
    expect(answer.status, told).toBe(status);
    expect(answer.headers['content-type'], told).toBe(headers?.['Content-Type']);
    if (!/^[[{n]/.test(body)) continue;
    expect(senders(JSON.parse(answer.text)), told).toEqual(senders(JSON.parse(body)));
  }
});

/** What of an answer is the sender's or MailHog's own; ids, instants and what the relay adds are left out. */
const senders = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(senders);
  if (value === null || typeof value !== 'object') return value;
  if (!('Raw' in value)) return { ...value, ...('items' in value ? { items: senders(value.items) } : {}) };
  const { From, To, MIME, Content, Raw } = value as Item;
  const { From: from, To: to, Helo } = Raw;
  return { keys: Object.keys(value), From, To, MIME, Body: Content.Body, Raw: { from, to, Helo } };
};

test('two lists have each an inbox of their own, also for MailHog’s clients', async ({
  list,
  client,
  http,
}) => {
  const other = await list.another();
  const session = await client({ user: await list.activeUser({ authorizedDomains: 'shop.test' }) });
  await session.send({ from: 'sales@shop.test', to: 'jane@else.test' });
  const search = 'v2/search?kind=to&query=jane@else.test';
  expect((await http(`GET /lists/${list.id}/api/${search}`)).text).toContain('"total":1');
  expect((await http(`GET /lists/${other.id}/api/${search}`)).text).toContain('"total":0');
  expect((await http(`DELETE /lists/${other.id}/api/v1/messages`)).status).toBe(200);
  expect((await http(`GET /lists/${list.id}/api/${search}`)).text).toContain('"total":1');
  expect((await http(`GET /lists/no-such-list/api/v2/messages`)).status).toBe(404);
});
