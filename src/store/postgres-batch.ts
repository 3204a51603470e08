/** Batches of writes as statements: what only adds goes in one, whatever its number; a deletion is one of its own. */

import { SWEPT_BYTES } from './limits.ts';
import { bigintArray, byteaArray } from './postgres-array.ts';
import { plain } from './postgres-changes.ts';
import { columns, number, text } from './postgres-columns.ts';
import { claiming, queueSteps } from './postgres-deliveries.ts';
import type { Statement } from './postgres-connections.ts';
import type { LoggedEvent } from './postgres-log.ts';
import type { DeliveryRow } from './sqlite-deliveries.ts';
import type { Batch, DecisionRow, MessageRow, SessionRow, Write } from './sqlite-rows.ts';

/** A write with the bytes that belong to it, and its place in the batch. `content`: the number of pieces stored before. */
export type Placed = { at: number; write: Write; bytes: Uint8Array; content?: number };

/** What one statement does, and which writes it does it for. `valueOf` answers one value for all, or a map by place. */
export type Step = {
  writes: Placed[];
  statement: Statement;
  values: unknown[];
  valueOf(answer: unknown): unknown;
  /** What its writes come to where it is known only that they were kept. */
  keptValue?: unknown;
};

/** What names the process and the batch in the log. */
export type Mark = { origin: string; batch: number };

/** The writes of a batch, each with its bytes. */
export const placed = ({ writes, bytes }: Batch): Placed[] => {
  let start = 0;
  return writes.map((write, at) => {
    const length = lengthOf(write);
    start += length;
    return { at, write, bytes: bytes.subarray(start - length, start) };
  });
};

const lengthOf = (write: Write): number => {
  if (write[0] === 'message') return typeof write[2] === 'number' ? write[2] : write[2].head;
  return write[0] === 'settle' ? write[5] : 0;
};

/** `isNew` tells whether a session is heard of for the first time. */
export const stepsOf = (
  writes: readonly Placed[],
  mark: Mark,
  listOf: (user: string) => string | null,
  isNew: (session: string) => boolean,
): Step[] => {
  const kinds: Record<string, (group: Placed[]) => Step[]> = {
    add: (group) => [addition(group, mark, listOf, isNew)],
    queue: (group) => queueSteps(group, mark),
    alone: ([one]) => [alone(one!, mark)],
  };
  const steps: Step[] = [];
  let group: Placed[] = [];
  let kind = '';
  const next = (nextKind: string): void => {
    const make = kinds[kind];
    if (make && group.length > 0) steps.push(...make(group));
    group = [];
    kind = nextKind;
  };
  for (const one of writes) {
    const own = kindOf(one.write);
    if (own !== kind || own === 'alone') next(own);
    group.push(one);
  }
  next('');
  return steps;
};

const kindOf = ([what]: Write): 'add' | 'queue' | 'alone' => {
  if (what === 'settle' || what === 'claim') return 'queue';
  return what in ALONE ? 'alone' : 'add';
};

const ALONE = {
  'delete-message': 0,
  'delete-messages': 0,
  sweep: 0,
  'claim-one': 0,
  renew: 0,
  change: 0,
};

const alone = (one: Placed, mark: Mark): Step => {
  const { write } = one;
  if (write[0] === 'delete-message' || write[0] === 'delete-messages') {
    const values = [mark.origin, mark.batch, write[1]];
    return write[0] === 'delete-message'
      ? { writes: [one], statement: DELETE_MESSAGE, values, valueOf: (answer) => answer }
      : { writes: [one], statement: DELETE_MESSAGES, values, valueOf: Number };
  }
  if (write[0] === 'sweep') {
    const [, list, { before, count, bytes }, limit] = write;
    return {
      writes: [one],
      statement: SWEEP,
      values: [mark.origin, mark.batch, plain(list), before, count, bytes, limit, SWEPT_BYTES],
      valueOf: (answer) => JSON.parse(String(answer)) as string[],
      // What went is told in the log.
      keptValue: [],
    };
  }
  const step = claiming(one, mark);
  if (!step) throw new Error(`the PostgreSQL store does not write "${write[0]}" in batches`);
  return step;
};

const DELETE_MESSAGE = { name: 'delete_message', text: 'SELECT delete_message($1, $2, $3) AS answer' };
const SWEEP = { name: 'sweep', text: 'SELECT sweep_messages($1, $2, $3, $4, $5, $6, $7, $8) AS answer' };
const DELETE_MESSAGES = { name: 'delete_messages', text: 'SELECT delete_messages($1, $2, $3) AS answer' };

const addition = (
  writes: Placed[],
  { origin, batch }: Mark,
  listOf: (user: string) => string | null,
  isNew: (session: string) => boolean,
): Step => {
  const rows: Rows = {
    ...{ messages: [], contents: [], decisions: [], sessions: [], touches: [], sets: [], deliveries: [] },
  };
  const events: LoggedEvent[] = [];
  const created = new Map<number, boolean>();
  const decided = (row: DecisionRow): void => {
    rows.decisions.push(row);
    const [id, list, , outcome, rule] = row;
    events.push({ type: 'decision', action: 'created', list: list || null, id, rule, outcome });
  };
  for (const { at, write, bytes, content = null } of writes) {
    if (write[0] === 'message') {
      const [id, list] = write[1];
      rows.messages.push(write[1]);
      rows.contents.push(content === null ? { bytes, content } : { bytes: null, content });
      events.push({ type: 'message', action: 'created', list, id });
      if (write[3]) decided(write[3]);
      if (write[4]) rows.deliveries.push([id, ...write[4]]);
    } else if (write[0] === 'decision') decided(write[1]);
    else if (write[0] === 'session') {
      const [id, list] = write[1];
      created.set(at, isNew(id));
      rows.sessions.push(write[1]);
      events.push({
        type: 'session',
        action: created.get(at) ? 'created' : 'updated',
        list: list || null,
        id,
      });
    } else if (write[0] === 'touch') {
      const [, id, when] = write;
      const list = listOf(id);
      rows.touches.push([id, when]);
      if (list !== null) events.push({ type: 'touch', list, id, at: when });
    } else if (write[0] === 'rule-set') rows.sets.push([write[1], write[2]]);
  }
  return {
    writes,
    statement: WRITE_BATCH,
    values: [origin, batch, JSON.stringify(events), ...columnsOf(rows)],
    valueOf: () => created,
  };
};

type Rows = {
  messages: MessageRow[];
  contents: { bytes: Uint8Array | null; content: number | null }[];
  decisions: DecisionRow[];
  sessions: SessionRow[];
  touches: [user: string, at: number][];
  sets: [id: number, ids: string][];
  deliveries: [id: string, ...DeliveryRow][];
};

/** One array a column, null for a table that gets nothing. */
const columnsOf = ({
  messages,
  contents,
  decisions,
  sessions,
  touches,
  sets,
  deliveries,
}: Rows): (Buffer | null)[] => [
  ...columns(messages, [text(0), text(1), number(2), text(3), text(4), text(5)]),
  contents.length > 0 ? byteaArray(contents.map(({ bytes }) => bytes)) : null,
  contents.length > 0 ? bigintArray(contents.map(({ content }) => content)) : null,
  ...columns(decisions, [text(0), text(1), text(2), text(3), text(4), text(5)]),
  ...columns(sessions, [text(0), text(1), text(2), text(3), text(4)]),
  sessions.length > 0 ? bigintArray(sessions.map((row) => portOf(row[7]))) : null,
  ...columns(sessions, [number(5), number(6), text(7), text(8)]),
  ...columns(touches, [text(0), number(1)]),
  ...columns(sets, [number(0), text(1)]),
  ...columns(deliveries, [text(0), text(1), text(2), number(3), number(4), number(5), text(6)]),
];

const portOf = (record: string): number => (JSON.parse(record) as { port: number }).port;

const TYPES = [
  ...['text', 'bigint', 'text'],
  ...['text[]', 'text[]', 'bigint[]', 'text[]', 'text[]', 'text[]', 'bytea[]', 'bigint[]'],
  ...['text[]', 'text[]', 'text[]', 'text[]', 'text[]', 'text[]'],
  ...[
    'text[]',
    'text[]',
    'text[]',
    'text[]',
    'text[]',
    'bigint[]',
    'bigint[]',
    'bigint[]',
    'text[]',
    'text[]',
  ],
  ...['text[]', 'bigint[]', 'bigint[]', 'text[]'],
  ...['text[]', 'text[]', 'text[]', 'bigint[]', 'bigint[]', 'bigint[]', 'text[]'],
];

const WRITE_BATCH = {
  name: 'write_batch',
  text: `SELECT write_batch(${TYPES.map((type, at) => `$${at + 1}::${type}`).join(', ')}) AS answer`,
};
