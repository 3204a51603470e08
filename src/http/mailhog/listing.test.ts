import { describe, expect, test } from 'vitest';
import { goStringOf } from './go-strings.ts';
import { createMailhog } from './mailhog.test-kit.ts';

type Listing = { total: number; count: number; start: number; items: { ID: string }[] };

describe('a page', () => {
  const ids = async (path: string) => {
    const { seed, json } = createMailhog();
    for (let n = 1; n <= 3; n++) await seed('\r\n', { id: `m_${n}`, at: n });
    const { total, count, items } = await json<Listing>(path);
    expect(count).toBe(items.length);
    return { total, ids: items.map(({ ID }) => ID).join(' ') };
  };

  test.each<[string, string, number, number]>([
    ['', 'm_3 m_2 m_1', 3, 3],
    ['start=1', 'm_2 m_1', 3, 3],
    ['start=2&limit=5', 'm_1', 3, 3],
    // As MailHog: where it begins just behind the last message that one shows.
    ['start=3', 'm_1', 3, 3],
    // As MailHog: a listing tells the total all the same, a search does not.
    ['start=4', '', 3, 0],
    ['start=x&limit=-2', 'm_3 m_2 m_1', 3, 3],
    ['start=%2B1&limit=1', 'm_2', 3, 3],
    ['start=99999999999999999999', 'm_3 m_2 m_1', 3, 3],
  ])('of %j shows %j', async (query, shown, total, found) => {
    expect(await ids(`/api/v2/messages?${query}`)).toEqual({ total, ids: shown });
    expect(await ids(`/api/v2/search?kind=to&query=receiver&${query}`)).toEqual({ total: found, ids: shown });
  });

  test('of an empty list is empty wherever it begins', async () => {
    expect(await createMailhog().json('/api/v2/messages?start=0')).toEqual({
      total: 0,
      count: 0,
      start: 0,
      items: [],
    });
    expect(await createMailhog().json('/api/v2/search?kind=to&query=x')).toEqual({
      total: 0,
      count: 0,
      start: 0,
      items: [],
    });
  });

  test('holds 50 messages unless told otherwise, 250 at most, and is found behind a thousand', async () => {
    const { seed, json } = createMailhog();
    for (let n = 1; n <= 1300; n++) await seed('\r\n', { id: `n_${n}`, at: n });
    const idsAt = async (query: string) =>
      (await json<Listing>(`/api/v2/messages?${query}`)).items.map(({ ID }) => ID);
    expect(await idsAt('')).toHaveLength(50);
    expect(await idsAt('limit=1000')).toHaveLength(250);
    expect(await idsAt('start=1150&limit=2')).toEqual(['n_150', 'n_149']);
    expect(await idsAt('start=1300')).toEqual(['n_1']);
    expect(await json<unknown[]>('/api/v1/messages')).toHaveLength(1000);
    expect((await json<Listing>('/api/v2/search?kind=to&query=receiver&start=1299')).items).toHaveLength(1);
  });
});

describe('a search', () => {
  const find = async (kind: string, query: string) => {
    const { seed, json } = createMailhog();
    await seed(
      goStringOf(
        'From: Ünï <shown@acme.test>\r\nfrom: other@acme.test\r\nTo: shown@receiver.test\r\nCc: copy@receiver.test\r\n\r\nGr=C3=BC\r\n',
      ),
      {
        mailFrom: 'Envelope@acme.test',
        rcptTo: ['one@receiver.test', 'two@receiver.test'],
      },
    );
    return (await json<Listing>(`/api/v2/search?kind=${kind}&query=${encodeURIComponent(query)}`)).total;
  };

  test.each<[string, string, number]>([
    ['from', 'envelope@ACME', 1],
    ['from', 'shown@', 1],
    ['from', 'ÜNÏ', 1],
    ['from', 'other@', 0],
    ['to', 'TWO@receiver.test', 1],
    ['to', 'shown@receiver', 1],
    ['to', 'copy@', 0],
    ['containing', 'gr=c3', 1],
    ['containing', 'grü', 0],
    ['containing', 'copy@', 1],
    // Return-Path is among the headers that it shows.
    ['containing', '<envelope@', 1],
    ['containing', 'two@receiver.test', 0],
  ])('%s %j finds %i', async (kind, query, total) => {
    expect(await find(kind, query)).toBe(total);
  });
});
