/** The contract of messages: stored whole, found by their addresses and their age, and gone when deleted. */

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { aDecision, allBytes, allIds, aMessage, bytes, heard, type Open } from './contract-samples.ts';
import { BadCursor, type MessageFilter, type Store, StoreUnavailable } from './store.ts';

export const messagesContract = (open: Open): void => {
  describe('messages', () => {
    it('are stored with their content and their decision', async () => {
      const { store } = await open();
      const message = aMessage('m_1', {
        subject: 'Grüße 🙂 \u0000',
        rcptTo: ['a@b.test', 'ünï@bücher.test'],
      });
      const decision = aDecision('d_1', { action: 'accept', rule: null, messageId: 'm_1' });
      await store.commitMessage(message, bytes('a\r\n\r\nGrüße\u0000\r\n'), decision);
      expect(await store.message('m_1')).toEqual(message);
      expect(await allBytes(await store.content('m_1'))).toEqual(bytes('a\r\n\r\nGrüße\u0000\r\n'));
      expect(await store.decision('d_1')).toEqual(decision);
      expect(await store.countMessages('default')).toBe(1);
    });

    it('take room on the disk, which is told, or none', async () => {
      const { store } = await open();
      const before = await store.size();
      // Bytes that no engine makes smaller.
      const content = crypto.getRandomValues(new Uint8Array(60_000));
      for (let n = 0; n < 20; n++) await store.commitMessage(aMessage(`m_${n}`), content, null);
      const after = await store.size();
      expect(before === null || before > 0).toBe(true);
      if (before === null) expect(after).toBeNull();
      else expect((after ?? 0) - before).toBeGreaterThan(1_000_000);
    });

    it('are seen by a read that was called after the write, from memory as from a file', async () => {
      const { store, spool } = await open();
      for (const [n, content] of [bytes('xyz'), await spool(bytes('xyz'), 1)].entries()) {
        const written = store.commitMessage(aMessage(`m_${n}`), content, null);
        const [found, count] = await Promise.all([store.message(`m_${n}`), store.countMessages('default')]);
        await written;
        expect([found?.id, count]).toEqual([`m_${n}`, n + 1]);
      }
    });

    it('may be empty, one byte, and just around a piece', async () => {
      const { store } = await open();
      for (const size of [0, 1, MIB - 1, MIB, MIB + 1]) {
        const content = noise(size);
        await store.commitMessage(aMessage(`m_${size}`), content, null);
        expect(same(await allBytes(await store.content(`m_${size}`)), content), `${size} bytes`).toBe(true);
      }
    });

    it('come in pieces of 1 MiB at most, from memory as from a file', async () => {
      const { store, spool } = await open();
      const content = noise(5 * MIB + 123);
      await store.commitMessage(aMessage('m_held'), content, null);
      await store.commitMessage(aMessage('m_spooled'), await spool(content, 300_000), null);
      await store.commitMessage(aMessage('m_long_head'), await spool(content, 3 * MIB), null);
      await store.commitMessage(aMessage('m_no_head'), await spool(content, 0), null);
      for (const id of ['m_held', 'm_spooled', 'm_long_head', 'm_no_head']) {
        for await (const piece of (await store.content(id)) ?? [])
          expect(piece.length).toBeLessThanOrEqual(MIB);
        expect(same(await allBytes(await store.content(id)), content), id).toBe(true);
      }
    });

    it('are refused where their file is not as long as was said', async () => {
      const { store, spool } = await open();
      const content = await spool(noise(2_000), 100);
      const short = store.commitMessage(aMessage('m_1'), { ...content, size: 1_999 }, null);
      await expect(short).rejects.toThrow(StoreUnavailable);
      expect([await store.message('m_1'), await store.content('m_1')]).toEqual([null, null]);
    });

    it('are refused where their file is not there, and leave nothing behind', async () => {
      const { store } = await open();
      const lost = store.commitMessage(aMessage('m_1'), NOWHERE, aDecision('d_1'));
      await expect(lost).rejects.toThrow(StoreUnavailable);
      expect([await store.message('m_1'), await store.content('m_1'), await store.decision('d_1')]).toEqual([
        null,
        null,
        null,
      ]);
    });

    it('take their file over: it stays where the store keeps it, and is gone otherwise', async () => {
      const { store, spool } = await open();
      const content = noise(3_000);
      const [kept, short, lost] = [
        await spool(content, 1_000),
        await spool(content, 0),
        await spool(content, 9),
      ];
      await store.commitMessage(aMessage('m_1'), kept, null);
      const refused = [
        store.commitMessage(aMessage('m_2'), { ...short, size: 3_001 }, null),
        store.commitMessage(aMessage('m_3', { list: 'gone' }), lost, null),
      ];
      for (const { status } of await Promise.allSettled(refused)) expect(status).toBe('rejected');
      const there = [kept, short, lost].map(({ path }) => existsSync(path));
      expect(there).toEqual([store.spoolFolder !== null, false, false]);
      expect(same(await allBytes(await store.content('m_1')), content)).toBe(true);
      await store.deleteMessage('m_1');
      await expect.poll(() => existsSync(kept.path)).toBe(false);
    });

    it('fail alone: the others of the same moment are stored', async () => {
      const { store } = await open();
      const outcomes = await Promise.allSettled([
        store.commitMessage(aMessage('m_1'), bytes('1'), aDecision('d_1')),
        store.commitMessage(
          aMessage('m_2', { list: 'gone' }),
          bytes('2'),
          aDecision('d_2', { list: 'gone' }),
        ),
        store.commitMessage(aMessage('m_3'), NOWHERE, null),
        store.commitMessage(aMessage('m_4'), bytes('4444'), aDecision('d_4')),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'rejected',
        'fulfilled',
      ]);
      expect((await idsOf(store, {})).toSorted()).toEqual(['m_1', 'm_4']);
      expect(await allBytes(await store.content('m_4'))).toEqual(bytes('4444'));
      expect(await store.decision('d_4')).not.toBeNull();
    });

    it('are listed newest first, page by page, while others come and go', async () => {
      const { store } = await open();
      for (const n of [1, 2, 3, 4, 5, 6]) await commit(store, `m_${n}`);
      const first = await store.messages({}, { limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(['m_6', 'm_5']);
      await commit(store, 'm_7');
      await store.deleteMessage('m_5');
      await store.deleteMessage('m_3');
      const second = await store.messages({}, { limit: 2, cursor: first.next ?? '' });
      expect(second.items.map(({ id }) => id)).toEqual(['m_4', 'm_2']);
      const third = await store.messages({}, { limit: 2, cursor: second.next ?? '' });
      expect(third).toMatchObject({ items: [{ id: 'm_1' }], next: null });
      await expect(store.messages({}, { limit: 2, cursor: 'c1' })).rejects.toThrow(BadCursor);
    });

    it('end with a full page where nothing follows it', async () => {
      const { store } = await open();
      for (const n of [1, 2]) await commit(store, `m_${n}`);
      expect((await store.messages({}, { limit: 2 })).next).toBeNull();
    });

    it('are found by the addresses of the envelope and of From, whole or by domain, without ASCII case', async () => {
      const { store } = await open();
      await commit(store, 'm_1', {
        rcptTo: ['Bob@Example.test', 'carol@sub.example.test'],
        mailFrom: 'a@one.test',
        headerFrom: ['b@two.test'],
      });
      await commit(store, 'm_2', {
        rcptTo: ['dan@example.test.other'],
        mailFrom: 'x@three.test',
        headerFrom: [],
      });
      const found = async (filter: MessageFilter) => (await idsOf(store, filter)).join(' ');
      expect(await found({ to: 'bOB@example.TEST' })).toBe('m_1');
      expect(await found({ to: '@EXAMPLE.test' })).toBe('m_1');
      expect(await found({ to: '@sub.example.test' })).toBe('m_1');
      expect(await found({ to: 'ob@example.test' })).toBe('');
      expect(await found({ to: '@test' })).toBe('');
      expect(await found({ from: 'a@one.test' })).toBe('m_1');
      expect(await found({ from: '@two.test' })).toBe('m_1');
      expect(await found({ from: 'x@three.test' })).toBe('m_2');
      expect(await found({ from: '@one.test', to: '@example.test.other' })).toBe('');
      expect(await found({ to: '%' })).toBe('');
    });

    it('are found after another one, be it gone, or after an instant', async () => {
      const { store } = await open();
      for (const n of [1, 2, 3, 4]) await commit(store, `m_${n}`, { at: n * 10 });
      expect(await idsOf(store, { after: 'm_2' })).toEqual(['m_4', 'm_3']);
      await store.deleteMessage('m_2');
      expect(await idsOf(store, { after: 'm_2' })).toEqual(['m_4', 'm_3']);
      expect(await idsOf(store, { after: 20 })).toEqual(['m_4', 'm_3']);
      expect(await idsOf(store, { after: 'm_4' })).toEqual([]);
      await store.deleteMessages('default');
      await commit(store, 'm_5');
      expect(await idsOf(store, { after: 'm_4' })).toEqual(['m_5']);
      expect(await idsOf(store, { after: 'm_unheard-of' })).toEqual(['m_5']);
    });

    it('keep to their list', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      await commit(store, 'm_1');
      await commit(store, 'm_2', { list: 'other' });
      await commit(store, 'm_3');
      expect(await idsOf(store, { list: 'other' })).toEqual(['m_2']);
      expect(await idsOf(store, { list: 'nowhere' })).toEqual([]);
      expect(await idsOf(store, {})).toEqual(['m_3', 'm_2', 'm_1']);
      expect([await store.countMessages('default'), await store.countMessages('nowhere')]).toEqual([2, 0]);
      expect(await store.deleteMessages('other')).toBe(1);
      expect(await idsOf(store, {})).toEqual(['m_3', 'm_1']);
    });

    it('are gone when they are deleted', async () => {
      const { store } = await open();
      await commit(store, 'm_1');
      expect(await store.deleteMessage('m_1')).toEqual(aMessage('m_1'));
      expect(await store.deleteMessage('m_1')).toBeNull();
      expect([
        await store.message('m_1'),
        await store.content('m_1'),
        await store.countMessages('default'),
      ]).toEqual([null, null, 0]);
      expect(await store.deleteMessages('default')).toBe(0);
    });

    it('are told of after they were stored, in order', async () => {
      const { store } = await open();
      const events = heard(store);
      const seen: Promise<unknown>[] = [];
      const leave = store.subscribe(
        (event) => event.type === 'message' && seen.push(store.message(event.id)),
      );
      await Promise.all([
        store.commitMessage(aMessage('m_1'), bytes('1'), aDecision('d_1')),
        store.commitMessage(aMessage('m_2'), bytes('2'), null),
      ]);
      leave();
      expect(await Promise.all(seen)).toMatchObject([{ id: 'm_1' }, { id: 'm_2' }]);
      await store.deleteMessage('m_1');
      await store.deleteMessages('default');
      await Promise.allSettled([store.commitMessage(aMessage('m_3', { list: 'gone' }), bytes('3'), null)]);
      expect(events).toEqual([
        'message created m_1',
        'decision created d_1',
        'message created m_2',
        'message deleted m_1',
        'messages deleted default',
      ]);
    });
  });
};

const MIB = 1024 * 1024;

const NOWHERE = { path: '/nowhere/at-all', head: bytes('x'), size: 3 };

const commit = (store: Store, id: string, more = {}) =>
  store.commitMessage(aMessage(id, more), bytes('x'), null);

const idsOf = (store: Store, filter: MessageFilter): Promise<string[]> =>
  allIds((page) => store.messages(filter, page), 2);

/** Bytes that differ from piece to piece. */
const noise = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 12)) & 255);

/** `toEqual` looks at each of millions of bytes with care; this is as strict. */
const same = (a: Uint8Array | null, b: Uint8Array): boolean =>
  a !== null && a.length === b.length && a.every((byte, at) => byte === b[at]);
