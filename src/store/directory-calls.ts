/** The calls of a store that concern lists, users, senders and tokens, where it holds those in a directory. */

import { pageOf, parseCursor } from './cursor.ts';
import type { Directory } from './directory.ts';
import {
  type Plan,
  planCreateList,
  planDeleteList,
  planDeleteUser,
  planIssueToken,
  planPutUser,
  planUseToken,
} from './plan.ts';
import type { Store } from './store.ts';

export type DirectoryCalls = Pick<
  Store,
  | ('lists' | 'list' | 'createList' | 'deleteList')
  | ('users' | 'user' | 'userByName' | 'putUser' | 'deleteUser')
  | ('senders' | 'sender' | 'issueToken' | 'token' | 'useToken')
>;

/**
 * `settled` resolves once the changes asked for so far are in the directory, or have failed. `change` makes a plan when
 * it is its turn, keeps its rows, and then applies and tells it.
 */
export const createDirectoryCalls = (
  directory: Directory,
  settled: () => Promise<void>,
  change: <T>(plan: () => Plan<T>) => Promise<T>,
): DirectoryCalls => {
  const read = async <T>(look: () => T): Promise<T> => {
    await settled();
    return look();
  };
  return {
    lists: () => read(directory.lists),
    list: (id) => read(() => directory.list(id)),
    createList: (list) => change(() => planCreateList(directory, list)),
    deleteList: (id) => change(() => planDeleteList(directory, id)),

    users: (list, { limit, cursor }) =>
      read(() => pageOf('u', directory.users(list, parseCursor('u', cursor) ?? 0, limit + 1), limit)),
    user: (list, id) =>
      read(() => {
        const found = directory.user(id);
        return found?.user.list === list ? found : null;
      }),
    userByName: (username) => read(() => directory.userByName(username)),
    putUser: (user, candidates, expect) => change(() => planPutUser(directory, user, candidates, expect)),
    deleteUser: (list, id) => change(() => planDeleteUser(directory, list, id)),

    senders: (list, { limit, cursor }) =>
      read(() => pageOf('s', directory.senders(list, parseCursor('s', cursor) ?? 0, limit + 1), limit)),
    sender: (list, id) =>
      read(() => {
        const found = directory.sender(id);
        return found?.list === list ? found : null;
      }),
    issueToken: (list, senderId, token) => change(() => planIssueToken(directory, list, senderId, token)),
    token: (hash, now) => read(() => directory.tokenState(hash, now)),
    useToken: (hash, now) => change(() => planUseToken(directory, hash, now)),
  };
};
