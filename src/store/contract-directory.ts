/** The contract of lists, users and their senders. */

import { describe, expect, it } from 'vitest';

import {
  aDecision,
  address,
  allIds,
  aMessage,
  aSender,
  aSession,
  aUser,
  addUser,
  bytes,
  domain,
  heard,
  type Open,
} from './contract-samples.ts';
import { BadCursor } from './store.ts';

export const directoryContract = (open: Open): void => {
  describe('lists', () => {
    it('begin with the default list', async () => {
      const { store } = await open();
      expect(await store.lists()).toMatchObject([{ id: 'default', name: 'Default list' }]);
      expect(await store.list('default')).toMatchObject({ id: 'default' });
      expect(await store.list('nowhere')).toBeNull();
    });

    it('are created once', async () => {
      const { store } = await open();
      const list = { id: 'spring', name: 'Frühling', createdAt: 5 };
      expect(await store.createList(list)).toEqual({ ok: true, value: list });
      expect(await store.createList(list)).toMatchObject({ ok: false, error: { code: 'exists' } });
      expect((await store.lists()).map(({ id }) => id)).toEqual(['default', 'spring']);
    });

    it('are created once, also where two ask at the same time', async () => {
      const { store } = await open();
      const list = { id: 'spring', name: 'Spring', createdAt: 5 };
      const both = await Promise.all([store.createList(list), store.createList(list)]);
      expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    });

    it('take all that belongs to them along when they are deleted, and nothing else', async () => {
      const { store } = await open();
      for (const id of ['one', 'two']) {
        await store.createList({ id, name: id, createdAt: 1 });
        await addUser(store, `u_${id}`, { list: id, senders: [domain('acme.test')] });
        await store.issueToken(id, `s_${id}_acme.test`, { hash: `h_${id}`, at: 1, expiresAt: 9 });
        const decision = aDecision(`d_${id}`, { list: id, messageId: `m_${id}` });
        await store.commitMessage(
          aMessage(`m_${id}`, { list: id, subject: 'findme' }),
          bytes('x\r\n\r\ny'),
          decision,
        );
        store.recordSession(aSession(`c_${id}`, { list: id }));
      }
      expect((await store.messages({ q: 'findme' }, { limit: 9 })).items).toHaveLength(2);
      expect(await store.deleteList('one')).toBe(true);
      expect(await store.deleteList('one')).toBe(false);

      expect(await store.list('one')).toBeNull();
      expect(await store.userByName('name-of-u_one')).toBeNull();
      expect((await store.senders('one', { limit: 9 })).items).toEqual([]);
      expect(await store.token('h_one', 2)).toEqual({ state: 'unknown' });
      expect(await store.message('m_one')).toBeNull();
      expect(await store.content('m_one')).toBeNull();
      expect((await store.messages({ q: 'findme' }, { limit: 9 })).items.map(({ id }) => id)).toEqual([
        'm_two',
      ]);
      expect(await store.decision('d_one')).toBeNull();
      expect(await store.session('c_one')).toBeNull();
      expect(await store.userByName('name-of-u_two')).not.toBeNull();
      expect(await store.token('h_two', 2)).toMatchObject({ state: 'live' });
      expect(await store.session('c_two')).not.toBeNull();

      await store.createList({ id: 'one', name: 'anew', createdAt: 2 });
      expect(await store.countMessages('one')).toBe(0);
      expect((await store.users('one', { limit: 9 })).items).toEqual([]);
    });

    it('do not lose the default list', async () => {
      const { store } = await open();
      await expect(store.deleteList('default')).rejects.toThrow('default');
      expect(await store.list('default')).not.toBeNull();
    });

    it('take no records once they are gone', async () => {
      const { store } = await open();
      store.recordDecision(aDecision('d_1', { list: 'gone' }));
      store.recordSession(aSession('c_1', { list: 'gone' }));
      await expect(store.commitMessage(aMessage('m_1', { list: 'gone' }), bytes('x'), null)).rejects.toThrow(
        'gone',
      );
      expect([await store.decision('d_1'), await store.session('c_1'), await store.message('m_1')]).toEqual([
        null,
        null,
        null,
      ]);
    });
  });

  describe('users', () => {
    it('are stored with the senders that they name, pending at first', async () => {
      const { store } = await open();
      const keys = [domain('acme.test'), address('bob@other.test')];
      const put = await addUser(store, 'u_1', { username: 'Acme', senders: keys, note: 'Gruß 🙂' });
      const user = aUser('u_1', { username: 'Acme', senders: keys, note: 'Gruß 🙂' });
      const senders = keys.map((key) => aSender(key));
      expect(put).toEqual({ ok: true, value: { user, senders, added: senders, removed: [] } });
      expect(await store.user('default', 'u_1')).toEqual({ user, senders });
      expect(await store.userByName('aCME')).toEqual({ user, senders });
      expect((await store.users('default', { limit: 9 })).items).toEqual([{ user, senders }]);
    });

    it('are not found in another list, nor by another name', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      await addUser(store, 'u_1');
      expect(await store.user('other', 'u_1')).toBeNull();
      expect(await store.deleteUser('other', 'u_1')).toBeNull();
      expect(await store.userByName('nobody')).toBeNull();
      expect(await store.user('default', 'u_1')).not.toBeNull();
    });

    it('need a list', async () => {
      const { store } = await open();
      expect(await addUser(store, 'u_1', { list: 'nowhere' })).toMatchObject({ error: { code: 'no-list' } });
    });

    it('keep their name to themselves, over all lists and without ASCII case', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      await addUser(store, 'u_1', { username: 'Straße' });
      expect(await addUser(store, 'u_2', { list: 'other', username: 'sTRAßE' })).toMatchObject({
        error: { code: 'username-taken' },
      });
      expect(await store.user('other', 'u_2')).toBeNull();
      expect(await addUser(store, 'u_3', { list: 'other', username: 'STRASSE' })).toMatchObject({ ok: true });
    });

    it('give their old name free when they take another', async () => {
      const { store } = await open();
      await addUser(store, 'u_1', { username: 'first' });
      await store.putUser(aUser('u_1', { username: 'second', updatedAt: 2_000 }), [], 1_000);
      expect(await store.userByName('first')).toBeNull();
      expect(await store.userByName('second')).toMatchObject({ user: { id: 'u_1' } });
      expect(await addUser(store, 'u_2', { username: 'FIRST' })).toMatchObject({ ok: true });
    });

    it('are changed by one of two who saw the same state', async () => {
      const { store } = await open();
      await addUser(store, 'u_1');
      const [first, second] = await Promise.all([
        store.putUser(aUser('u_1', { note: 'first', updatedAt: 2_000 }), [], 1_000),
        store.putUser(aUser('u_1', { note: 'second', updatedAt: 2_001 }), [], 1_000),
      ]);
      expect([first.ok, second]).toMatchObject([true, { error: { code: 'conflict' } }]);
      expect(await store.user('default', 'u_1')).toMatchObject({ user: { note: 'first', updatedAt: 2_000 } });
    });

    it('conflict where one is expected and none is there, and the other way round', async () => {
      const { store } = await open();
      expect(await store.putUser(aUser('u_1'), [], 1_000)).toMatchObject({ error: { code: 'conflict' } });
      await addUser(store, 'u_1');
      expect(await store.putUser(aUser('u_1'), [], null)).toMatchObject({ error: { code: 'conflict' } });
    });

    it('give one name to one of two who ask at the same time', async () => {
      const { store } = await open();
      const both = await Promise.all([
        addUser(store, 'u_1', { username: 'wanted' }),
        addUser(store, 'u_2', { username: 'WANTED' }),
      ]);
      expect(both).toMatchObject([{ ok: true }, { error: { code: 'username-taken' } }]);
    });

    it('are listed oldest first, page by page, while others come and go', async () => {
      const { store } = await open();
      for (const n of [1, 2, 3, 4, 5]) await addUser(store, `u_${n}`);
      await store.putUser(aUser('u_1', { updatedAt: 2_000 }), [], 1_000);
      const first = await store.users('default', { limit: 2 });
      expect(first.items.map(({ user }) => user.id)).toEqual(['u_1', 'u_2']);
      await store.deleteUser('default', 'u_2');
      await addUser(store, 'u_6');
      const second = await store.users('default', { limit: 3, cursor: first.next ?? '' });
      expect(second.items.map(({ user }) => user.id)).toEqual(['u_3', 'u_4', 'u_5']);
      const third = await store.users('default', { limit: 3, cursor: second.next ?? '' });
      expect(third).toMatchObject({ items: [{ user: { id: 'u_6' } }], next: null });
    });

    it('cannot be changed from outside through what was given or taken', async () => {
      const { store } = await open();
      const mine = aUser('u_1', { senders: [domain('acme.test')] });
      await store.putUser(mine, [aSender(domain('acme.test'))], null);
      mine.active = true;
      const taken = await store.user('default', 'u_1');
      if (taken) taken.user.senders.length = 0;
      if (taken?.senders[0]) taken.senders[0].status = 'verified';
      expect(await store.user('default', 'u_1')).toMatchObject({
        user: { active: false, senders: [domain('acme.test')] },
        senders: [{ status: 'pending' }],
      });
    });

    it('remember when they were last used, whatever is written meanwhile', async () => {
      const { store } = await open();
      await addUser(store, 'u_1');
      store.touchUser('default', 'u_1', 5_000);
      store.touchUser('default', 'u_1', 4_000);
      store.touchUser('other', 'u_1', 9_000);
      store.touchUser('default', 'u_none', 9_000);
      await store.putUser(aUser('u_1', { updatedAt: 2_000 }), [], 1_000);
      await store.flush();
      expect(await store.user('default', 'u_1')).toMatchObject({
        user: { lastUsedAt: 5_000, updatedAt: 2_000 },
      });
    });

    it('and their senders are told of after they were stored', async () => {
      const { store } = await open();
      const events = heard(store);
      await addUser(store, 'u_1', { senders: [domain('a.test')] });
      await store.putUser(
        aUser('u_1', { senders: [domain('b.test')], updatedAt: 2_000 }),
        [aSender(domain('b.test'))],
        1_000,
      );
      await store.deleteUser('default', 'u_1');
      expect(events).toEqual([
        'user created u_1',
        'sender created s_default_a.test',
        'user updated u_1',
        'sender created s_default_b.test',
        'sender deleted s_default_a.test',
        'user deleted u_1',
        'sender deleted s_default_b.test',
      ]);
    });
  });

  describe('senders', () => {
    it('are shared by the users of a list, and not over lists', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      await addUser(store, 'u_1', { senders: [domain('acme.test')] });
      const second = await addUser(store, 'u_2', { senders: [domain('acme.test')] });
      const third = await addUser(store, 'u_3', { list: 'other', senders: [domain('acme.test')] });
      expect(second).toMatchObject({ value: { added: [], senders: [{ id: 's_default_acme.test' }] } });
      expect(third).toMatchObject({ value: { added: [{ id: 's_other_acme.test' }] } });
      expect(await store.sender('other', 's_default_acme.test')).toBeNull();
      expect(await store.sender('default', 's_default_acme.test')).toEqual(aSender(domain('acme.test')));
    });

    it('go with the last user that names them, and come back pending', async () => {
      const { store } = await open();
      await addUser(store, 'u_1', { senders: [domain('acme.test')] });
      await addUser(store, 'u_2', { senders: [domain('acme.test')] });
      await store.issueToken('default', 's_default_acme.test', { hash: 'h', at: 1, expiresAt: 99 });
      await store.useToken('h', 2);
      const left = await store.putUser(aUser('u_1', { updatedAt: 2_000 }), [], 1_000);
      expect(left).toMatchObject({ value: { removed: [] } });
      expect(await store.deleteUser('default', 'u_2')).toMatchObject({ senders: [{ status: 'verified' }] });
      expect(await store.sender('default', 's_default_acme.test')).toBeNull();
      expect(await store.token('h', 3)).toEqual({ state: 'unknown' });
      const back = await addUser(store, 'u_3', { senders: [domain('acme.test')] });
      expect(back).toMatchObject({ value: { added: [{ status: 'pending' }] } });
    });

    it('tell an address from a domain', async () => {
      const { store } = await open();
      const put = await addUser(store, 'u_1', { senders: [domain('x.test'), address('a@x.test')] });
      expect(put).toMatchObject({ value: { senders: [{ kind: 'domain' }, { kind: 'address' }] } });
    });

    it('are listed oldest first, page by page', async () => {
      const { store } = await open();
      const keys = ['c.test', 'a.test', 'b.test'].map(domain);
      await addUser(store, 'u_1', { senders: keys });
      const ids = await allIds((page) => store.senders('default', page), 1);
      expect(ids).toEqual(keys.map(({ value }) => `s_default_${value}`));
    });
  });

  it('refuses a cursor that it did not give', async () => {
    const { store } = await open();
    for (const id of ['1', '2']) await addUser(store, `u_${id}`);
    const { next } = await store.users('default', { limit: 1 });
    await expect(store.senders('default', { limit: 1, cursor: next ?? '' })).rejects.toThrow(BadCursor);
    for (const cursor of ['', 'u', 'u-1', "u1' OR 1", 'u99999999999999999999', '42'])
      await expect(store.users('default', { limit: 1, cursor }), cursor).rejects.toThrow(BadCursor);
  });
};
