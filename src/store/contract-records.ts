/** The contract of decisions and sessions: kept without waiting, the newest of each list. */

import { describe, expect, it } from 'vitest';

import { aDecision, allIds, aMessage, aSession, bytes, heard, type Open } from './contract-samples.ts';
import { BadCursor, type DecisionFilter, type SessionFilter, type Store } from './store.ts';

export const recordsContract = (open: Open): void => {
  describe('decisions', () => {
    it('are seen by the read that follows', async () => {
      const { store } = await open();
      const decision = aDecision('d_1', {
        header: 'From: \u00fc\r\n',
        grantedBy: [{ id: 's', kind: 'domain', value: 'x.test' }],
      });
      store.recordDecision(decision);
      expect(await store.decision('d_1')).toEqual(decision);
      expect(await store.decision('d_2')).toBeNull();
    });

    it('may belong to no list', async () => {
      const { store } = await open();
      store.recordDecision(aDecision('d_1', { list: null, username: null }));
      expect(await store.decision('d_1')).toMatchObject({ list: null });
      expect(await decisionIds(store, {})).toEqual(['d_1']);
      expect(await decisionIds(store, { list: 'default' })).toEqual([]);
    });

    it('may name other rules than those before', async () => {
      const { store } = await open();
      const other = aDecision('d_2', { rules: [{ id: 'fault.injected', outcome: 'fail', detail: 'x' }] });
      store.recordDecision(aDecision('d_1'));
      store.recordDecision(other);
      store.recordDecision(aDecision('d_3', { rules: [] }));
      expect([await store.decision('d_1'), await store.decision('d_2')]).toEqual([aDecision('d_1'), other]);
      expect(await store.decision('d_3')).toMatchObject({ rules: [] });
    });

    it('are found by list, session and rule, newest first', async () => {
      const { store } = await open();
      store.recordDecision(aDecision('d_1', { sessionId: 'c_1' }));
      store.recordDecision(aDecision('d_2', { sessionId: 'c_1', rule: 'from.single' }));
      store.recordDecision(aDecision('d_3', { sessionId: 'c_2', list: null }));
      expect(await decisionIds(store, {})).toEqual(['d_3', 'd_2', 'd_1']);
      expect(await decisionIds(store, { sessionId: 'c_1' })).toEqual(['d_2', 'd_1']);
      expect(await decisionIds(store, { rule: 'sender.authorized' })).toEqual(['d_3', 'd_1']);
      expect(
        await decisionIds(store, { rule: 'sender.authorized', sessionId: 'c_1', list: 'default' }),
      ).toEqual(['d_1']);
      expect(await decisionIds(store, { sessionId: 'c_2', list: 'default' })).toEqual([]);
      await expect(store.decisions({}, { limit: 1, cursor: 'm1' })).rejects.toThrow(BadCursor);
    });

    it('are kept as the newest of each list, those of accepted messages counted', async () => {
      const { store } = await open({ kept: 10 });
      await store.createList({ id: 'quiet', name: 'quiet', createdAt: 1 });
      store.recordDecision(aDecision('d_quiet', { list: 'quiet' }));
      for (let n = 1; n <= 25; n++) {
        store.recordDecision(aDecision(`d_${n}`));
        store.recordDecision(aDecision(`d_none_${n}`, { list: null }));
      }
      await store.commitMessage(aMessage('m_1'), bytes('x'), aDecision('d_26', { messageId: 'm_1' }));
      await store.flush();
      expect(await decisionIds(store, { list: 'default' })).toEqual(numbered('d', 26, 17));
      expect(await decisionIds(store, {})).toHaveLength(21);
      expect([await store.decision('d_16'), (await store.decision('d_17'))?.id]).toEqual([null, 'd_17']);
      expect(await store.decision('d_quiet')).not.toBeNull();
      expect(await store.message('m_1')).not.toBeNull();
    });
  });

  describe('sessions', () => {
    it('are seen by the read that follows, with their transcript', async () => {
      const { store } = await open();
      const session = aSession('c_1', {
        decisions: ['d_1'],
        messages: ['m_1'],
        tls: 'TLSv1.3',
        outcome: 'accept',
      });
      store.recordSession(session);
      expect(await store.session('c_1')).toEqual(session);
      expect((await store.sessions({}, { limit: 9 })).items).toEqual([session]);
      expect(await store.session('c_2')).toBeNull();
    });

    it('are replaced by their next version, in their place', async () => {
      const { store } = await open();
      store.recordSession(aSession('c_1', { list: null, username: null }));
      await store.flush();
      store.recordSession(aSession('c_2'));
      store.recordSession(aSession('c_1', { endedAt: 2_000, ending: 'quit' }));
      expect(await store.session('c_1')).toMatchObject({ list: 'default', endedAt: 2_000 });
      expect(await sessionIds(store, {})).toEqual(['c_2', 'c_1']);
      expect(await sessionIds(store, { list: 'default' })).toEqual(['c_2', 'c_1']);
    });

    it('keep what was recorded, whatever becomes of the value', async () => {
      const { store } = await open();
      const session = aSession('c_1');
      store.recordSession(session);
      await store.flush();
      session.transcript.length = 0;
      expect((await store.session('c_1'))?.transcript).toHaveLength(2);
    });

    it('are found by list, user, outcome and rule', async () => {
      const { store } = await open();
      store.recordSession(aSession('c_none', { username: null }));
      store.recordSession(aSession('c_good', { outcome: 'accept', accepted: 2 }));
      store.recordSession(
        aSession('c_mixed', {
          outcome: 'reject',
          rule: 'from.single',
          accepted: 1,
          refused: 2,
          username: 'Other',
        }),
      );
      store.recordDecision(aDecision('d_1', { sessionId: 'c_mixed', rule: 'from.single' }));
      store.recordDecision(
        aDecision('d_2', { sessionId: 'c_mixed', action: 'defer', rule: 'store.available' }),
      );
      const found = (filter: SessionFilter) => sessionIds(store, filter);
      expect(await found({ outcome: 'none' })).toEqual(['c_none']);
      expect(await found({ outcome: 'accept' })).toEqual(['c_mixed', 'c_good']);
      expect(await found({ outcome: 'reject' })).toEqual(['c_mixed']);
      expect(await found({ outcome: 'defer' })).toEqual(['c_mixed']);
      expect(await found({ rule: 'from.single' })).toEqual(['c_mixed']);
      expect(await found({ rule: 'store.available' })).toEqual(['c_mixed']);
      expect(await found({ rule: 'from.present' })).toEqual([]);
      expect(await found({ username: 'OTHER' })).toEqual(['c_mixed']);
      expect(await found({ username: 'acme', outcome: 'accept', list: 'default' })).toEqual(['c_good']);
      expect(await found({ list: 'nowhere' })).toEqual([]);
    });

    it('are found by port, and those of no list by that', async () => {
      const { store } = await open();
      store.recordSession(aSession('c_1', { port: 2525 }));
      store.recordSession(aSession('c_2', { port: 25, list: null, username: null }));
      store.recordSession(aSession('c_3', { port: 25 }));
      const found = (filter: SessionFilter) => sessionIds(store, filter);
      expect(await found({ port: 25 })).toEqual(['c_3', 'c_2']);
      expect(await found({ port: 25, list: 'default' })).toEqual(['c_3']);
      expect(await found({ port: 587 })).toEqual([]);
      expect(await found({ list: null })).toEqual(['c_2']);
      expect(await found({ list: null, port: 2525 })).toEqual([]);
    });

    it('are kept as the newest of each list', async () => {
      const { store } = await open({ kept: 10 });
      for (let n = 1; n <= 25; n++) store.recordSession(aSession(`c_${n}`));
      for (let n = 1; n <= 3; n++) store.recordSession(aSession(`c_none_${n}`, { list: null }));
      await store.flush();
      expect(await sessionIds(store, { list: 'default' })).toEqual(numbered('c', 25, 16));
      expect(await sessionIds(store, {})).toHaveLength(13);
      expect([await store.session('c_15'), (await store.session('c_16'))?.id]).toEqual([null, 'c_16']);
    });
  });

  it('tells of decisions and sessions once they are stored, and no more after leaving', async () => {
    const { store } = await open();
    const events: string[] = [];
    const leave = store.subscribe(({ type, action, id }) => events.push(`${type} ${action} ${id}`));
    const all = heard(store);
    store.recordDecision(aDecision('d_1'));
    store.recordSession(aSession('c_1'));
    await store.flush();
    leave();
    store.recordSession(aSession('c_1', { endedAt: 2 }));
    await store.flush();
    expect(events.toSorted()).toEqual(['decision created d_1', 'session created c_1']);
    expect(all.at(-1)).toBe('session updated c_1');
  });
};

const decisionIds = (store: Store, filter: DecisionFilter) =>
  allIds((page) => store.decisions(filter, page), 3);
const sessionIds = (store: Store, filter: SessionFilter) => allIds((page) => store.sessions(filter, page), 3);

const numbered = (kind: string, from: number, to: number): string[] =>
  Array.from({ length: from - to + 1 }, (_, at) => `${kind}_${from - at}`);
