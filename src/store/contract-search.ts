/** The contract of the search through messages. */

import { describe, expect, it } from 'vitest';

import { allIds, aMessage, bytes, type Open } from './contract-samples.ts';
import type { Store } from './store.ts';

export const searchContract = (open: Open): void => {
  describe('search', () => {
    it('finds the beginning of any word of subject, addresses and text, without case and accents', async () => {
      const found = await withMessages(open);
      expect(await found('INVOICE')).toEqual(['m_2', 'm_1']);
      expect(await found('inv')).toEqual(['m_2', 'm_1']);
      expect(await found('voice')).toEqual([]);
      expect(await found('grusse')).toEqual(['m_2']);
      expect(await found('Grüße')).toEqual(['m_2']);
      expect(await found('muller')).toEqual(['m_1']);
      expect(await found('march bob@exam')).toEqual(['m_1']);
    });

    it('wants all of the words', async () => {
      const found = await withMessages(open);
      expect(await found('invoice march')).toEqual(['m_1']);
      expect(await found('march invoice')).toEqual(['m_1']);
      expect(await found('invoice nothing')).toEqual([]);
    });

    it('reads what transfer encodings and HTML hide', async () => {
      const found = await withMessages(open);
      expect(await found('café')).toEqual(['m_3']);
      expect(await found('bold words')).toEqual(['m_3']);
      expect(await found('script')).toEqual([]);
    });

    it('reads a message whose rest came in a file as any other', async () => {
      const { store, spool } = await open();
      const content = bytes('Subject: hello\r\n\r\nthe words before the end\r\n');
      for (const head of [0, 20, 29, content.length])
        await store.commitMessage(aMessage(`m_${head}`), await spool(content, head), null);
      expect(await idsOf(store, { q: 'words end' })).toEqual(['m_44', 'm_29', 'm_20', 'm_0']);
    });

    it('finds a character of a script without spaces', async () => {
      const found = await withMessages(open);
      expect(await found('発注')).toEqual(['m_4']);
    });

    it('takes nothing for syntax', async () => {
      const found = await withMessages(open);
      for (const q of [
        'invoice OR nothing',
        'NOT march',
        'NEAR(march 5)',
        'terms:invoice nothing',
        '-march nothing',
      ])
        expect(await found(q), q).toEqual([]);
      for (const q of ['"invoice', 'invoice*', '(invoice', "invoice'", '^invoice', 'invoice"*', 'invoice;--'])
        expect(await found(q), q).toEqual(['m_2', 'm_1']);
      for (const q of ['"', '***', '?!', "'"]) expect(await found(q), q).toEqual([]);
      expect(await found('  ')).toHaveLength(4);
    });

    it('finds what was stored just before, and not what was deleted', async () => {
      const { store } = await open();
      const written = commit(store, 'm_1', 'brandnew');
      expect(await idsOf(store, { q: 'brandnew' })).toEqual(['m_1']);
      await written;
      await commit(store, 'm_2', 'brandnew');
      await store.deleteMessage('m_1');
      expect(await idsOf(store, { q: 'brandnew' })).toEqual(['m_2']);
      await store.deleteMessages('default');
      expect(await idsOf(store, { q: 'brandnew' })).toEqual([]);
    });

    it('goes with the other filters, and page by page', async () => {
      const { store } = await open();
      await store.createList({ id: 'other', name: 'other', createdAt: 1 });
      for (let n = 1; n <= 7; n++) await commit(store, `m_${n}`, 'again', n % 2 ? 'default' : 'other');
      expect(await idsOf(store, { q: 'again' })).toEqual(['m_7', 'm_6', 'm_5', 'm_4', 'm_3', 'm_2', 'm_1']);
      expect(await idsOf(store, { q: 'again', list: 'default' })).toEqual(['m_7', 'm_5', 'm_3', 'm_1']);
      expect(await idsOf(store, { q: 'again', list: 'default', after: 'm_3' })).toEqual(['m_7', 'm_5']);
      expect(await idsOf(store, { q: 'again', to: '@nowhere.test' })).toEqual([]);
    });
  });
};

const idsOf = (store: Store, filter: Parameters<Store['messages']>[0]) =>
  allIds((page) => store.messages(filter, page), 2);

const commit = (store: Store, id: string, subject: string, list = 'default', body = '\r\n\r\nhello') =>
  store.commitMessage(aMessage(id, { subject, list }), bytes(`Subject: ${subject}${body}`), null);

const withMessages = async (open: Open) => {
  const { store } = await open();
  await commit(store, 'm_1', 'Invoice of March', 'default', '\r\n\r\nDear Müller, please pay');
  await commit(store, 'm_2', 'Grüße', 'default', '\r\n\r\nno invoice this time');
  await commit(
    store,
    'm_3',
    'Mixed',
    'default',
    '\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n' +
      '--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9\r\n' +
      '--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<script>script()</script><p>b<b>old</b></p>words\r\n--b--\r\n',
  );
  await commit(store, 'm_4', '発注書の件');
  return (q: string) => idsOf(store, { q });
};
