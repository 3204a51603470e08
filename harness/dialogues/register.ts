/** Makes a test of each dialogue file below a folder. */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';

import type { TestType } from '@playwright/test';

import type { Api } from '../api.ts';
import type { Client } from '../fixtures/client.ts';
import { DIALOGUE } from '../fixtures/evidence.ts';
import type { TestList } from '../fixtures/list.ts';
import type { Mailbox } from '../fixtures/mailbox.ts';
import { playScript } from './play.ts';
import { readScript, type Script, type Setting } from './read.ts';

type Needs = { list: TestList; client: Client; mailbox: Mailbox; api: Api };

/** Dialogues of one kind of service, since a service is chosen by a file as a whole. */
export const createDialogues =
  <T extends Needs, W extends object>(test: TestType<T, W>) =>
  (folder: string, service: Setting['service'] = 'plain'): void => {
    const root = dirname(folder);
    const scripts = globSync('**/*.smtp', { cwd: folder })
      .map((path) => join(folder, path))
      .toSorted()
      .map((path) => {
        const file = relative(root, path).split(sep).join('/');
        return { path, file, script: readScript(readFileSync(path, 'utf8'), file) };
      })
      .filter(({ script }) => script.setting.service === service);
    if (scripts.length === 0) throw new Error(`no dialogue for a service "${service}" lies below ${folder}`);
    for (const [promise, of] of Map.groupBy(scripts, ({ file }) => dirname(file).split('/').at(-1) ?? ''))
      test.describe(promise.replaceAll('-', ' '), () => {
        for (const { path, file, script } of of)
          from(path)(
            test,
            script.title,
            { annotation: { type: DIALOGUE, description: file } },
            async ({ list, client, mailbox, api }) => {
              await playScript(script, path, { client, mailbox, user: await castUser(script, list, api) });
            },
          );
      });
  };

/** Plays a dialogue that is given as text, such as one that was copied from a session. */
export type PlayDialogue = (text: string) => Promise<void>;

export const createPlayer =
  ({ list, client, mailbox, api }: Needs): PlayDialogue =>
  async (text) => {
    const script = readScript(text, 'the dialogue');
    await playScript(script, 'the dialogue', { client, mailbox, user: await castUser(script, list, api) });
  };

type Call = <A extends unknown[]>(run: (...args: A) => void, ...args: A) => void;

/**
 * Calls a function as if from the first line of a file. Playwright takes a test to stand where it was called from: in
 * lists, reports and UI mode a dialogue then leads to its own file.
 */
const from = (path: string): Call =>
  runInThisContext('(run, ...args) => run(...args)', { filename: pathToFileURL(path).href }) as Call;

/** The user as the file wants it. */
const castUser = async ({ setting }: Script, list: TestList, api: Needs['api']) => {
  const { domains, senders, pending, user: status } = setting;
  const verified = { authorizedDomains: domains, authorizedSenders: senders };
  if (domains === '' && senders === '') return list.user(both(verified, pending));
  const user = await list.activeUser(verified);
  const change = {
    ...(pending === '' ? {} : both(verified, pending)),
    ...(status === 'inactive' ? { active: false } : {}),
  };
  if (Object.keys(change).length > 0) await api.updateUser({ list: list.id, id: user.id }, change);
  return user;
};

const both = (
  { authorizedDomains, authorizedSenders }: { authorizedDomains: string; authorizedSenders: string },
  pending: string,
) => {
  const named = pending
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const join = (first: string, more: string[]): string =>
    [first, ...more].filter((one) => one !== '').join('; ');
  return {
    authorizedDomains: join(
      authorizedDomains,
      named.filter((one) => !one.includes('@')),
    ),
    authorizedSenders: join(
      authorizedSenders,
      named.filter((one) => one.includes('@')),
    ),
  };
};
