/** The contract of the tokens by which a sender is verified. */

import { describe, expect, it } from 'vitest';

import { addUser, domain, heard, type Open } from './contract-samples.ts';
import type { Store } from './store.ts';

export const tokensContract = (open: Open): void => {
  describe('tokens', () => {
    it('verify their sender, once', async () => {
      const store = await withSender(open);
      const asked = await issue(store, 'h', 10, 100);
      expect(asked).toMatchObject({ status: 'pending', requestedAt: 10, expiresAt: 100, verifiedAt: null });
      expect(await store.token('h', 20)).toMatchObject({ state: 'live', sender: { status: 'pending' } });
      const verified = { status: 'verified', verifiedAt: 30, expiresAt: null };
      expect(await store.useToken('h', 30)).toMatchObject({ state: 'verified', sender: verified });
      expect(await store.useToken('h', 31)).toMatchObject({ state: 'used', sender: verified });
      expect(await store.token('h', 32)).toMatchObject({ state: 'used' });
      expect(await store.userByName('name-of-u_1')).toMatchObject({ senders: [verified] });
    });

    it('verify once, also where two use one at the same time', async () => {
      const store = await withSender(open);
      await issue(store, 'h', 10, 100);
      const both = await Promise.all([store.useToken('h', 20), store.useToken('h', 20)]);
      expect(both.map(({ state }) => state)).toEqual(['verified', 'used']);
    });

    it('die when another is issued', async () => {
      const store = await withSender(open);
      await issue(store, 'old', 10, 100);
      await issue(store, 'new', 20, 200);
      expect(await store.useToken('old', 30)).toMatchObject({
        state: 'superseded',
        sender: { status: 'pending' },
      });
      expect(await store.useToken('new', 30)).toMatchObject({ state: 'verified' });
      expect(await store.token('old', 40)).toMatchObject({
        state: 'superseded',
        sender: { status: 'verified' },
      });
    });

    it('leave one alive where two are issued at the same time', async () => {
      const store = await withSender(open);
      await Promise.all([issue(store, 'one', 10, 100), issue(store, 'two', 10, 100)]);
      expect([(await store.token('one', 20)).state, (await store.token('two', 20)).state]).toEqual([
        'superseded',
        'live',
      ]);
    });

    it('expire at their instant and not before', async () => {
      const store = await withSender(open);
      await issue(store, 'h', 10, 100);
      expect(await store.token('h', 99)).toMatchObject({ state: 'live' });
      expect(await store.token('h', 100)).toMatchObject({ state: 'expired' });
      expect(await store.useToken('h', 100)).toMatchObject({
        state: 'expired',
        sender: { status: 'pending' },
      });
    });

    it('are unknown where none was issued', async () => {
      const store = await withSender(open);
      expect(await store.token('nothing', 1)).toEqual({ state: 'unknown' });
      expect(await store.useToken('nothing', 1)).toEqual({ state: 'unknown' });
    });

    it('are issued for a pending sender of the list only', async () => {
      const store = await withSender(open);
      expect(await store.issueToken('default', 's_none', { hash: 'a', at: 1, expiresAt: 9 })).toBeNull();
      expect(await store.issueToken('other', SENDER, { hash: 'b', at: 1, expiresAt: 9 })).toBeNull();
      await issue(store, 'h', 10, 100);
      await store.useToken('h', 20);
      expect(await issue(store, 'again', 30, 300)).toMatchObject({
        status: 'verified',
        requestedAt: 10,
        expiresAt: null,
      });
      expect(await store.token('again', 31)).toEqual({ state: 'unknown' });
    });

    it('are told of as changes of their sender', async () => {
      const store = await withSender(open);
      const events = heard(store);
      await issue(store, 'h', 10, 100);
      await store.useToken('h', 20);
      await store.useToken('h', 21);
      expect(events).toEqual([`sender updated ${SENDER}`, `sender updated ${SENDER}`]);
    });
  });
};

const SENDER = 's_default_acme.test';

const withSender = async (open: Open): Promise<Store> => {
  const { store } = await open();
  await addUser(store, 'u_1', { senders: [domain('acme.test')] });
  return store;
};

const issue = (store: Store, hash: string, at: number, expiresAt: number) =>
  store.issueToken('default', SENDER, { hash, at, expiresAt });
