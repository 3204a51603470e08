/**
 * Follows the log of the PostgreSQL store, in which every process writes what the others have to hear of: keeps the
 * directory as it is now, and tells events. Its one connection also listens, so that news come without being asked for.
 */

import type { Client } from 'pg';

import type { ServiceEvent } from '../model/events.ts';
import type { Change, Directory } from './directory.ts';
import { type Connections, type Row, type Sql, sqlOf } from './postgres-connections.ts';
import { readDirectory } from './postgres-changes.ts';
import { channelOf } from './postgres-functions.ts';
import { StoreUnavailable } from './store.ts';

/** As it is written in the log: small, whole messages are read again. `touch` is told to nobody. */
export type LoggedEvent =
  | Exclude<ServiceEvent, { type: 'message'; action: 'created' }>
  | { type: 'message'; action: 'created'; list: string; id: string }
  | { type: 'touch'; list: string; id: string; at: number };

export type Follower = {
  /** Resolves once the directory is as it was in the database when this was called, or later. One reading serves all who ask meanwhile. */
  follow(): Promise<void>;
  /** The same within a transaction that has its turn: nobody else can change the directory until it ends. */
  followIn(sql: Sql): Promise<void>;
  close(): Promise<void>;
};

export type FollowerOptions = {
  connections: Connections;
  name: string;
  schema: string;
  /** Names this process in the log; what it wrote it has told already, but for changes of the directory. */
  origin: string;
  directory: Directory;
  /** Tells what this process changed in the directory. */
  tell: (event: ServiceEvent) => void;
  /** What other processes wrote, in order. */
  heard: (events: LoggedEvent[]) => void;
};

/** Fills the directory. */
export const startFollower = async (options: FollowerOptions): Promise<Follower> => {
  const { connections, name, schema, origin, directory, tell, heard } = options;
  let position = 0;
  let client: Client | null = null;
  let connecting: Promise<Client> | null = null;
  let closed = false;
  let retry: ReturnType<typeof setTimeout> | null = null;

  const apply = (rows: readonly Row[]): void => {
    for (const row of rows) {
      const seq = Number(row['seq']);
      if (seq <= position) continue;
      position = seq;
      if (row['events'] === null) continue;
      directory.apply(row['changes'] === null ? [] : (JSON.parse(String(row['changes'])) as Change[]));
      const events = JSON.parse(String(row['events'])) as LoggedEvent[];
      for (const event of events) if (event.type === 'touch') directory.touch(event.list, event.id, event.at);
      const told = events.filter((event) => event.type !== 'touch');
      if (row['own'] === true) told.forEach((event) => tell(event as ServiceEvent));
      else if (told.length > 0) heard(told);
    }
  };
  const readOn = async (sql: Sql): Promise<void> => {
    for (;;) {
      const rows = await sql(NEXT, [position, origin]);
      apply(rows);
      if (rows.length < MOST) return;
    }
  };
  /** After a start, and after an absence so long that the log does not reach back that far. */
  const readAnew = async (): Promise<void> =>
    connections.transaction(async (sql) => {
      await sql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      const [last] = await sql('SELECT coalesce(max(seq), 0) AS seq FROM log');
      const changes = await readDirectory(sql);
      for (const { id } of directory.lists()) directory.apply([{ drop: 'list', id }]);
      directory.apply(changes);
      position = Number(last?.['seq']);
    });

  const connect = async (): Promise<Client> => {
    const fresh = await connections.open('log');
    fresh.on('error', () => lost(fresh));
    fresh.on('end', () => lost(fresh));
    fresh.on('notification', ({ payload }) => {
      if (payload !== origin) follow().catch(() => undefined);
    });
    try {
      const sql = sqlOf(fresh, name);
      await sql(`LISTEN "${channelOf(schema)}"`);
      const [trimmed] = await sql("SELECT value FROM meta WHERE name = 'log_trimmed'");
      if (position < Number(trimmed?.['value'])) await readAnew();
      await readOn(sql);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    client = fresh;
    return fresh;
  };
  /** Others write on while this process does not hear them: it comes back by itself. */
  const lost = (which: Client): void => {
    if (client === which) client = null;
    if (closed || retry) return;
    retry = setTimeout(() => {
      retry = null;
      follow().catch(() => lost(which));
    }, RETRY_MS);
    retry.unref();
  };
  const connected = (): Promise<Client> => {
    if (closed) return Promise.reject(new StoreUnavailable(`the store "${name}" is closed`));
    if (client) return Promise.resolve(client);
    connecting ??= connect().finally(() => (connecting = null));
    return connecting;
  };

  let running: Promise<void> | null = null;
  let waiting: Promise<void> | null = null;
  const start = (): Promise<void> => {
    const step = connected().then((open) =>
      readOn(sqlOf(open, name)).catch((error: unknown) => {
        // What answers no more is not asked again: a server may vanish without a word.
        if (client === open) client = null;
        void open.end().catch(() => undefined);
        throw error;
      }),
    );
    running = step;
    const ended = (): void => {
      if (running === step) running = null;
    };
    step.then(ended, ended);
    return step;
  };
  const follow = (): Promise<void> => {
    if (!running) return start();
    const next = (): Promise<void> => {
      waiting = null;
      return running ?? start();
    };
    waiting ??= running.then(next, next);
    return waiting;
  };

  await readAnew();
  await connected();
  return {
    follow,
    followIn: readOn,
    async close() {
      closed = true;
      if (retry) clearTimeout(retry);
      await connecting?.catch(() => undefined);
      await client?.end();
    },
  };
};

const MOST = 500;

const NEXT = {
  name: 'log',
  text: `SELECT seq, origin = $2 AS own, changes,
      CASE WHEN origin = $2 AND changes IS NULL THEN NULL ELSE events END AS events
    FROM log WHERE seq > $1 ORDER BY seq LIMIT ${MOST}`,
};

const RETRY_MS = 300;
