import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { allBytes, allIds, aMessage, bytes, spoolIn } from './contract-samples.ts';
import { openSqliteStore } from './sqlite.ts';
import { ContentMissing, type Store } from './store.ts';

it('keeps a large content in the very file that it came in, until the message goes, whatever deletes it', async () => {
  const { store, put, files } = await opened();
  await store.createList({ id: 'other', name: 'other', createdAt: 1 });
  await put('m_1');
  const { ino } = await stat(join(store.spoolFolder!, (await files())[0]!));
  await put('m_2');
  await put('m_3');
  await put('m_4', 'other');
  await put('m_5', 'other');
  expect(await files()).toHaveLength(5);
  expect((await stat(join(store.spoolFolder!, (await files())[0]!))).ino).toBe(ino);
  expect(await allBytes(await store.content('m_1'))).toEqual(CONTENT);

  await store.deleteMessage('m_1');
  await expect.poll(files).toHaveLength(4);
  await store.sweepMessages('default', { before: null, count: 1, bytes: null }, 10);
  await expect.poll(files).toHaveLength(3);
  expect(await allBytes(await store.content('m_3'))).toEqual(CONTENT);
  await store.deleteMessages('default');
  await expect.poll(files).toHaveLength(2);
  await store.deleteList('other');
  await expect.poll(files).toEqual([]);
});

it('tells how large it is with its files', async () => {
  const { store, put } = await opened();
  const before = (await store.size())!;
  await put('m_1', 'default', 20_000_000);
  expect((await store.size())! - before).toBeGreaterThan(19_999_000);
  await store.deleteMessage('m_1');
  expect((await store.size())! - before).toBeLessThan(1_000_000);
});

it('removes the files of no message when it is opened, and nothing else', async () => {
  const { store, put, files, folder } = await opened();
  await put('m_1');
  const named = await files();
  await store.close();
  await writeFile(join(folder, 'store.db-content', 'of-a-crash'), 'x');
  await mkdir(join(folder, 'store.db-content', 'of-somebody'));
  const again = await opened(folder);
  await expect.poll(files).toEqual([...named, 'of-somebody'].toSorted());
  expect(await allBytes(await again.store.content('m_1'))).toEqual(CONTENT);
});

it('says which file a content lacks, lives on with the message, finds it by what it has, and deletes it', async () => {
  const { store, put, files } = await opened();
  await put('m_1');
  await put('m_2');
  await put('m_3');
  const [gone = '', short = ''] = (await files()).map((file) => join(store.spoolFolder!, file));
  await rm(gone);
  await truncate(short, 1);
  for (const [id, file, words] of [
    ['m_1', gone, 'is not there'],
    ['m_2', short, `has 1 bytes, not ${CONTENT.length - HEAD}`],
  ] as const) {
    const refused = store.content(id);
    await expect(refused).rejects.toThrow(ContentMissing);
    await expect(refused).rejects.toThrow(
      `the content of the message "${id}" cannot be read: its file "${file}" ${words}; restore it from a backup, or delete the message`,
    );
  }
  expect(await found(store, 'begins')).toEqual(['m_3', 'm_2', 'm_1']);
  expect(await found(store, 'ends')).toEqual(['m_3']);
  expect((await store.deleteMessage('m_1'))?.id).toBe('m_1');
  expect(await store.deleteMessages('default')).toBe(2);
  await expect.poll(files).toEqual([]);
  await put('m_4');
  expect(await allBytes(await store.content('m_4'))).toEqual(CONTENT);
});

it('tells of a content that goes while it is read: by a deletion, or by itself', async () => {
  const { store, put, files } = await opened();
  await put('m_1');
  await put('m_2');
  const [deleted, lost] = [await store.content('m_1'), await store.content('m_2')];
  await rm(join(store.spoolFolder!, (await files())[1]!));
  await store.deleteMessage('m_1');
  await expect.poll(files).toEqual([]);
  await expect(allBytes(deleted)).rejects.toThrow('the message "m_1" was deleted while it was read');
  await expect(allBytes(lost)).rejects.toThrow(ContentMissing);
});

it('refuses a spooled message that lies elsewhere', async () => {
  const { store, folder } = await opened();
  const elsewhere = await spoolIn(folder)(CONTENT, HEAD);
  await expect(store.commitMessage(aMessage('m_1'), elsewhere, null)).rejects.toThrow(
    `does not lie in "${store.spoolFolder}"`,
  );
  expect(existsSync(elsewhere.path)).toBe(false);
});

const CONTENT = bytes('Subject: large\r\n\r\nit begins and ends\r\n');
const HEAD = 28;

const found = (store: Store, q: string): Promise<string[]> =>
  allIds((page) => store.messages({ q }, page), 10);

const opened = async (at?: string) => {
  const folder = at ?? (await mkdtemp(join(tmpdir(), 'smtp-plus-files-')));
  const store = await openSqliteStore({ path: join(folder, 'store.db') });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const spool = spoolIn(store.spoolFolder!);
  return {
    ...{ store, folder },
    files: async () => (await readdir(store.spoolFolder!)).toSorted(),
    async put(id: string, list = 'default', more = 0) {
      const content = more > 0 ? Buffer.concat([CONTENT, Buffer.alloc(more)]) : CONTENT;
      await store.commitMessage(aMessage(id, { list }), await spool(content, HEAD), null);
    },
  };
};
