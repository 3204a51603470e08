/** Lists, users, senders and tokens in the SQLite file: the rows of the directory, written and read back. */

import type { DatabaseSync } from 'node:sqlite';

import type { List } from '../model/list.ts';
import type { Sender } from '../model/sender.ts';
import type { StoredUser } from '../model/user.ts';
import type { Change, Token } from './directory.ts';
import { fold } from '../model/address-query.ts';

export const changeStatements = (db: DatabaseSync) => ({
  list: db.prepare(`INSERT INTO lists VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record`),
  user: db.prepare(`INSERT INTO users VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
    folded_name = excluded.folded_name, record = excluded.record,
    last_used_at = nullif(max(coalesce(last_used_at, 0), coalesce(excluded.last_used_at, 0)), 0)`),
  sender: db.prepare(
    `INSERT INTO senders VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
  ),
  token: db.prepare(
    `INSERT INTO tokens VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET state = excluded.state`,
  ),
  dropUser: db.prepare('DELETE FROM users WHERE id = ?'),
  dropSender: db.prepare('DELETE FROM senders WHERE id = ?'),
});

/** `dropList` deletes the list with its messages and records; the rest of it falls by foreign keys. */
export const applyChange = (
  sql: ReturnType<typeof changeStatements>,
  change: Change,
  dropList: (id: string) => void,
): void => {
  if ('drop' in change) {
    if (change.drop === 'list') dropList(change.id);
    else if (change.drop === 'user') sql.dropUser.run(change.id);
    else sql.dropSender.run(change.id);
  } else if (change.put === 'list') sql.list.run(change.row.id, change.seq, JSON.stringify(change.row));
  else if (change.put === 'user') {
    const { id, list, username, lastUsedAt, ...rest } = change.row;
    sql.user.run(
      id,
      change.seq,
      list,
      fold(username),
      lastUsedAt,
      JSON.stringify({ id, list, username, ...rest }),
    );
  } else if (change.put === 'sender') {
    const { id, list, kind, value } = change.row;
    sql.sender.run(id, change.seq, list, kind, value, JSON.stringify(change.row));
  } else {
    const { hash, senderId, state, expiresAt } = change.row;
    sql.token.run(hash, senderId, state, expiresAt);
  }
};

/** The whole directory, as changes to an empty one. */
export const readDirectory = (db: DatabaseSync): Change[] => {
  const rows = (query: string) => db.prepare(query).all();
  return [
    ...rows('SELECT seq, record FROM lists').map(({ seq, record }): Change => ({
      put: 'list',
      seq: Number(seq),
      row: JSON.parse(String(record)) as List,
    })),
    ...rows('SELECT seq, last_used_at, record FROM users').map(
      ({ seq, last_used_at: used, record }): Change => {
        const user = JSON.parse(String(record)) as Omit<StoredUser, 'lastUsedAt'>;
        return {
          put: 'user',
          seq: Number(seq),
          row: { ...user, lastUsedAt: used === null ? null : Number(used) },
        };
      },
    ),
    ...rows('SELECT seq, record FROM senders').map(({ seq, record }): Change => ({
      put: 'sender',
      seq: Number(seq),
      row: JSON.parse(String(record)) as Sender,
    })),
    ...rows('SELECT hash, sender, state, expires_at FROM tokens').map(
      ({ hash, sender, state, expires_at: expires }): Change => ({
        put: 'token',
        row: {
          hash: String(hash),
          senderId: String(sender),
          state: state as Token['state'],
          expiresAt: Number(expires),
        },
      }),
    ),
  ];
};
