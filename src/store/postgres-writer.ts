/** Writes batches on one connection: each is one commit. Knows what became of a batch whose answer was lost. */

import type { Client } from 'pg';

import { type Connections, sqlOf } from './postgres-connections.ts';
import { failureWords, isOfTheStatement, isUnanswered } from './postgres-failure.ts';
import { type Mark, type Placed, placed, type Step, stepsOf } from './postgres-batch.ts';
import type { Doubt } from './postgres-doubt.ts';
import type { Batch, BatchResult } from './sqlite-rows.ts';

export type Writer = {
  /** Writes that fail do not take the others down; `failed` where the server took none of them. Never rejects. */
  write(batch: Batch): Promise<BatchResult | { failed: string }>;
  close(): Promise<void>;
};

export type WriterOptions = {
  connections: Connections;
  name: string;
  /** Names the next transaction of this process in the log. */
  nextMark: () => Mark;
  /** The list of a user, null where it is gone. */
  listOf: (user: string) => string | null;
  doubt: Doubt;
};

export const createWriter = ({ connections, name, nextMark, listOf, doubt }: WriterOptions): Writer => {
  const sessions = createSeen();
  let client: Client | null = null;

  const connected = async (): Promise<Client> => {
    const open = (client ??= await begun());
    try {
      // Also what a large message left, whose connection was another.
      await doubt.settle(sqlOf(open, name));
    } catch (error) {
      await drop();
      throw error;
    }
    return open;
  };
  const begun = async (): Promise<Client> => {
    const fresh = await connections.open('writer');
    const lost = (): void => void (client === fresh && (client = null));
    fresh.on('error', lost);
    fresh.on('end', lost);
    return fresh;
  };
  const drop = async (): Promise<void> => {
    const old = client;
    client = null;
    await old?.end().catch(() => undefined);
  };

  const together = async (writes: readonly Placed[]): Promise<BatchResult> => {
    const mark = nextMark();
    const steps = stepsOf(writes, mark, listOf, sessions.isNew);
    const open = await connected();
    try {
      const result = await run(open, steps);
      for (const { write } of writes) if (write[0] === 'session') sessions.add(write[1][0]);
      return result;
    } catch (error) {
      if (!isUnanswered(error)) {
        if (steps.length > 1) await open.query('ROLLBACK').catch(drop);
        throw error;
      }
      await drop();
      if (!writes.every(isClaim) && (await doubt.wasKept(mark))) {
        if (writes.some(isClaim)) doubt.countsAsFailed(mark, writes.filter(isClaim));
        return keptOf(steps, failureWords(name, error));
      }
      // What this process forgets it was not told of: nothing of it may stay.
      doubt.countsAsFailed(mark, writes);
      throw error;
    }
  };
  /** The careful way, taken where one has failed: each for itself. */
  const apart = async (writes: readonly Placed[]): Promise<BatchResult> => {
    const result: BatchResult = { values: [], failures: [] };
    for (const one of writes) {
      try {
        result.values.push(...(await together([one])).values);
      } catch (error) {
        result.failures.push([
          one.at,
          isOfTheStatement(error) ? wordsOf(one, error) : failureWords(name, error),
        ]);
      }
    }
    return result;
  };

  return {
    async write(batch) {
      const writes = placed(batch);
      try {
        return await together(writes);
      } catch (error) {
        if (isOfTheStatement(error)) return writes.length > 1 ? apart(writes) : failedAlone(writes, error);
        return { failed: failureWords(name, error) };
      }
    },
    close: drop,
  };
};

/** One statement is a transaction by itself. */
const run = async (client: Client, steps: readonly Step[]): Promise<BatchResult> => {
  const answers: unknown[] = [];
  if (steps.length > 1) await client.query('BEGIN; SELECT take_turn()');
  for (const { statement, values } of steps) {
    const { rows } = await client.query<{ answer: unknown }>({ ...statement, values });
    answers.push(rows[0]?.answer);
  }
  if (steps.length > 1) await client.query('COMMIT');
  return resultOf(steps, answers);
};

const resultOf = (steps: readonly Step[], answers: readonly unknown[]): BatchResult => {
  const result: BatchResult = { values: [], failures: [] };
  steps.forEach(({ writes, valueOf }, index) => {
    const answer = answers[index];
    if (answer === undefined) return;
    const value = valueOf(answer);
    if (value instanceof Map) result.values.push(...(value as Map<number, unknown>));
    else for (const { at } of writes) result.values.push([at, value]);
  });
  return result;
};

/** In no log, and good for nothing without its answer: where that is lost, what was claimed is given back. */
const isClaim = ({ write: [kind] }: Placed): boolean =>
  kind === 'claim' || kind === 'claim-one' || kind === 'renew';

/** What is known of a batch that is in the log, and whose answers are lost. */
const keptOf = (steps: readonly Step[], words: string): BatchResult => ({
  values: steps.flatMap(({ writes, keptValue }) =>
    writes.flatMap(({ at }): [number, unknown][] => (keptValue === undefined ? [] : [[at, keptValue]])),
  ),
  failures: steps.flatMap(({ writes }) =>
    writes.filter(isClaim).map(({ at }): [number, string] => [at, words]),
  ),
});

const failedAlone = ([one]: readonly Placed[], error: unknown): BatchResult => ({
  values: [],
  failures: one ? [[one.at, wordsOf(one, error)]] : [],
});

const wordsOf = ({ write }: Placed, error: unknown): string =>
  (error as { code?: unknown }).code === '23505' && write[0] === 'message'
    ? `a message "${write[1][0]}" is stored already; give each message an id of its own`
    : (error as Error).message;

/** Sessions that were stored before; the oldest are forgotten. */
const createSeen = () => {
  const seen = new Set<string>();
  return {
    isNew: (id: string): boolean => !seen.has(id),
    add(id: string): void {
      seen.add(id);
      if (seen.size > MOST_SESSIONS) for (const oldest of seen) return void seen.delete(oldest);
    },
  };
};

const MOST_SESSIONS = 20_000;
