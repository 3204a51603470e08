import PostalMime from 'postal-mime';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTestClock } from '../model/clock.ts';
import { createIds } from '../model/id.ts';
import { hashToken } from '../model/password.ts';
import type { Sender } from '../model/sender.ts';
import { createMemoryStore } from '../store/memory.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { createVerification } from './verification.ts';

const NOW = Date.UTC(2026, 10, 24, 8, 0, 0);
const HOURS = 60 * 60 * 1000;
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const makeId = createIds(random, { now: () => NOW });

let store: Store;
let clock: ReturnType<typeof createTestClock>;

beforeEach(() => {
  store = createMemoryStore();
  clock = createTestClock({ now: () => NOW });
});

const verificationWith = (deliver: Delivery['deliver'] = createDelivery({ store }).deliver) =>
  createVerification({ store, clock, random, makeId, publicUrl: () => 'http://127.0.0.1:8025', deliver });

const pending = (kind: Sender['kind'], value: string): Sender => ({
  id: makeId('s'),
  list: 'default',
  kind,
  value,
  status: 'pending',
  requestedAt: NOW,
  verifiedAt: null,
  expiresAt: null,
});

/** Makes a user who names the senders, as they come to exist only so. */
const named = async (...senders: Sender[]): Promise<Sender[]> => {
  const put = await store.putUser(
    {
      id: makeId('u'),
      list: 'default',
      username: makeId('u'),
      active: false,
      priority: 3,
      note: '',
      senders: senders.map(({ kind, value }) => ({ kind, value })),
      createdAt: NOW,
      updatedAt: NOW,
      passwordChangedAt: NOW,
      lastUsedAt: null,
      passwordHash: '',
    },
    senders,
    null,
  );
  if (!put.ok) throw new Error(put.error.message);
  return put.value.senders;
};

const contentOf = async (id: string): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await store.content(id)) ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
};

const newestMail = async () => {
  const [message] = (await store.messages({ list: 'default' }, { limit: 1 })).items;
  if (!message) throw new Error('no mail');
  const raw = await contentOf(message.id);
  return { message, raw: raw.toString('utf8'), parsed: await PostalMime.parse(raw) };
};

const links = (text: string | undefined): string[] => text?.match(/https?:\/\/[^\s"<]+/g) ?? [];

describe('a verification mail', () => {
  test('goes to the address itself, with one and the same link in text and HTML', async () => {
    await verificationWith().ask(await named(pending('address', 'sales@acme.test')));
    const { message, parsed, raw } = await newestMail();
    expect(message).toMatchObject({
      kind: 'verification',
      list: 'default',
      at: NOW,
      mailFrom: 'verify@smtp-plus.invalid',
      rcptTo: ['sales@acme.test'],
      subject: 'Verify sales@acme.test for SMTP+',
      size: raw.length,
    });
    expect(links(parsed.text)).toHaveLength(1);
    expect(links(parsed.html)).toEqual(links(parsed.text));
    expect(links(parsed.text)[0]).toMatch(/^http:\/\/127\.0\.0\.1:8025\/verify\/[\w-]{43}$/);
    expect(parsed.from).toEqual({ name: 'SMTP+ verification', address: 'verify@smtp-plus.invalid' });
    expect(parsed.headers).toContainEqual({
      key: 'auto-submitted',
      originalKey: 'Auto-Submitted',
      value: 'auto-generated',
    });
  });

  test('goes to postmaster of a domain', async () => {
    await verificationWith().ask(await named(pending('domain', 'xn--bcher-kva.example')));
    expect((await newestMail()).message.rcptTo).toEqual(['postmaster@xn--bcher-kva.example']);
  });

  test('says who asks, what is allowed, until when, and what to do if it is unexpected', async () => {
    await verificationWith().ask(await named(pending('domain', 'acme.test')));
    const { parsed } = await newestMail();
    const list = (await store.list('default'))?.name ?? '';
    for (const part of [parsed.text, parsed.html?.replace(/&#34;/g, '"')]) {
      expect(part).toContain(`"${list}"`);
      expect(part).toContain('exactly this domain, though not of its sub-domains');
      expect(part).toContain('Thu, 26 Nov 2026 08:00:00 GMT');
      expect(part).toContain('ignore this mail');
    }
  });

  test('names a domain as people write it, and in full, so that look-alikes can be told apart', async () => {
    await verificationWith().ask(await named(pending('domain', 'xn--bcher-kva.example')));
    const { message, parsed } = await newestMail();
    expect([message.subject, parsed.subject]).toEqual(Array(2).fill('Verify bücher.example for SMTP+'));
    for (const part of [parsed.text, parsed.html]) {
      expect(part).toContain('bücher.example');
      expect(part).toContain('In full: xn--bcher-kva.example');
    }
  });

  test('is plain ASCII, with lines that end with CRLF, where nothing else is needed', async () => {
    await verificationWith().ask(await named(pending('address', 'sales@acme.test')));
    const { raw } = await newestMail();
    expect(raw).toMatch(/^[\x20-\x7e\r\n]*$/);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(raw).toContain('Content-Transfer-Encoding: 7bit');
  });

  test('carries a local part beyond ASCII and a list name with markup unharmed', async () => {
    await store.createList({
      id: 'odd',
      name: 'Bücher & <b>Söhne</b> http://evil.test\r\nX: y',
      createdAt: NOW,
    });
    const sender = { ...pending('address', 'grüße@acme.test'), list: 'odd' };
    await store.putUser(
      {
        id: makeId('u'),
        list: 'odd',
        username: 'odd',
        active: false,
        priority: 3,
        note: '',
        senders: [{ kind: sender.kind, value: sender.value }],
        createdAt: NOW,
        updatedAt: NOW,
        passwordChangedAt: NOW,
        lastUsedAt: null,
        passwordHash: '',
      },
      [sender],
      null,
    );
    await verificationWith().ask([sender]);
    const [message] = (await store.messages({ list: 'odd' }, { limit: 1 })).items;
    const raw = await contentOf(message?.id ?? '');
    const parsed = await PostalMime.parse(raw);
    expect(parsed.subject).toBe('Verify grüße@acme.test for SMTP+');
    expect(parsed.to).toEqual([{ name: '', address: 'grüße@acme.test' }]);
    expect(parsed.text).toContain('Bücher & <b>Söhne</b>');
    expect(parsed.html).not.toContain('<b>');
    expect(parsed.html).toContain('Bücher &#38; &#60;b&#62;Söhne');
    expect(links(parsed.text)).toHaveLength(1);
    expect(links(parsed.html)).toHaveLength(1);
    expect(
      Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(78);
  });
});

describe('a link', () => {
  const tokenOf = async () =>
    links((await newestMail()).parsed.text)[0]
      ?.split('/')
      .at(-1) ?? '';

  test('is live for 48 hours, and stored only as a hash', async () => {
    await verificationWith().ask(await named(pending('address', 'sales@acme.test')));
    const token = await tokenOf();
    const stateAt = async (now: number) => (await store.token(await hashToken(token), now)).state;
    expect(await stateAt(NOW + 48 * HOURS - 1)).toBe('live');
    expect(await stateAt(NOW + 48 * HOURS)).toBe('expired');
    expect((await store.token(token, NOW)).state).toBe('unknown');
  });

  test('dies when a new one is asked for', async () => {
    const senders = await named(pending('address', 'sales@acme.test'));
    const verification = verificationWith();
    await verification.ask(senders);
    const first = await tokenOf();
    clock.advance(HOURS);
    await verification.ask(senders);
    expect((await store.token(await hashToken(first), clock.now())).state).toBe('superseded');
    expect((await store.token(await hashToken(await tokenOf()), clock.now())).state).toBe('live');
  });

  test('is not made for a sender that is verified or gone', async () => {
    const senders = await named(pending('address', 'sales@acme.test'));
    await verificationWith().ask(senders);
    await store.useToken(await hashToken(await tokenOf()), NOW);
    await verificationWith().ask([...senders, pending('address', 'gone@acme.test')]);
    expect(await store.countMessages('default')).toBe(1);
  });
});

test('one mail that cannot be stored does not keep the others back, and the failure is told', async () => {
  const senders = await named(pending('address', 'a@acme.test'), pending('address', 'b@acme.test'));
  const { deliver } = createDelivery({ store });
  const verification = verificationWith(async (message, content, decision) => {
    if (message.to === 'a@acme.test') throw new StoreUnavailable('disk full');
    await deliver(message, content, decision);
  });
  await expect(verification.ask(senders)).rejects.toThrow(StoreUnavailable);
  expect((await newestMail()).message.to).toBe('b@acme.test');
});
