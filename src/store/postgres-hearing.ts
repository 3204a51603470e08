/** Tells what other processes stored: messages are read again, since the log names them only. */

import type { ServiceEvent } from '../model/events.ts';
import type { Sql } from './postgres-connections.ts';
import type { LoggedEvent } from './postgres-log.ts';
import { parseMessage } from './sqlite-rows.ts';
import { StoreUnavailable } from './store.ts';

export type Hearing = {
  hear(events: LoggedEvent[]): void;
  close(): void;
};

/** Events come in the order heard; while the server is away they wait. A message that is gone already is not told. */
export const createHearing = (sql: Sql, tell: (event: ServiceEvent) => void): Hearing => {
  let waiting: LoggedEvent[] = [];
  let busy = false;
  const open = new AbortController();

  const work = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0 && !open.signal.aborted) {
      const some = waiting.slice(0, MOST);
      try {
        const told = await complete(sql, some);
        waiting = waiting.slice(some.length);
        if (!open.signal.aborted) told.forEach(tell);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await new Promise((done) => setTimeout(done, RETRY_MS).unref());
      }
    }
    busy = false;
  };

  return {
    hear(events) {
      for (const event of events) waiting.push(event);
      if (!busy) void work();
    },
    close: () => open.abort(),
  };
};

const complete = async (sql: Sql, events: readonly LoggedEvent[]): Promise<ServiceEvent[]> => {
  const ids = events.filter(isNewMessage).map(({ id }) => id);
  const rows = ids.length > 0 ? await sql('SELECT id, record FROM messages WHERE id = ANY($1)', [ids]) : [];
  const records = new Map(rows.map(({ id, record }) => [String(id), String(record)]));
  return events.flatMap((event): ServiceEvent[] => {
    if (event.type === 'touch') return [];
    if (!isNewMessage(event)) return [event];
    const record = records.get(event.id);
    return record === undefined ? [] : [{ ...event, message: parseMessage(record) }];
  });
};

const isNewMessage = (
  event: LoggedEvent,
): event is Extract<LoggedEvent, { type: 'message'; action: 'created' }> =>
  event.type === 'message' && event.action === 'created';

const MOST = 500;
const RETRY_MS = 300;
