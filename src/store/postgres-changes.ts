/** Lists, users, senders and tokens in the PostgreSQL schema: the rows of the directory, written and read back. */

import { fold } from '../model/address-query.ts';
import type { List } from '../model/list.ts';
import type { Sender } from '../model/sender.ts';
import type { StoredUser } from '../model/user.ts';
import type { Change, Token } from './directory.ts';
import type { Sql } from './postgres-connections.ts';

export const writeChange = async (sql: Sql, change: Change): Promise<void> => {
  if ('drop' in change) {
    if (change.drop === 'list') await sql('SELECT drop_list($1)', [change.id]);
    else if (change.drop === 'user') await sql('DELETE FROM users WHERE id = $1', [change.id]);
    else await sql('DELETE FROM senders WHERE id = $1', [change.id]);
  } else if (change.put === 'list') {
    await sql(
      'INSERT INTO lists VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
      [change.row.id, change.seq, JSON.stringify(change.row)],
    );
  } else if (change.put === 'user') {
    const { lastUsedAt, ...user } = change.row;
    await sql(
      `INSERT INTO users VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET
        folded_name = excluded.folded_name, record = excluded.record,
        last_used_at = greatest(users.last_used_at, excluded.last_used_at)`,
      [user.id, change.seq, user.list, plain(fold(user.username)), lastUsedAt, JSON.stringify(user)],
    );
  } else if (change.put === 'sender') {
    const { id, list, kind, value } = change.row;
    await sql(
      'INSERT INTO senders VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
      [id, change.seq, list, kind, plain(value), JSON.stringify(change.row)],
    );
  } else {
    const { hash, senderId, state, expiresAt } = change.row;
    await sql(
      'INSERT INTO tokens VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO UPDATE SET state = excluded.state',
      [hash, senderId, state, expiresAt],
    );
  }
};

/** The whole directory, as changes to an empty one. */
export const readDirectory = async (sql: Sql): Promise<Change[]> => [
  ...(await sql('SELECT seq, record FROM lists')).map(({ seq, record }): Change => ({
    put: 'list',
    seq: Number(seq),
    row: JSON.parse(String(record)) as List,
  })),
  ...(await sql('SELECT seq, last_used_at, record FROM users')).map(
    ({ seq, last_used_at: used, record }): Change => {
      const user = JSON.parse(String(record)) as Omit<StoredUser, 'lastUsedAt'>;
      const lastUsedAt = used === null ? null : Number(used);
      return { put: 'user', seq: Number(seq), row: { ...user, lastUsedAt } };
    },
  ),
  ...(await sql('SELECT seq, record FROM senders')).map(({ seq, record }): Change => ({
    put: 'sender',
    seq: Number(seq),
    row: JSON.parse(String(record)) as Sender,
  })),
  ...(await sql('SELECT hash, sender, state, expires_at FROM tokens')).map(
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

/** PostgreSQL's texts hold neither NUL nor half a character; JSON writes both as escapes. */
export const plain = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');
