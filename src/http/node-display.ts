/** Makes messages ready to be shown in a thread of its own, one at a time: no mail, however made, keeps SMTP waiting. */

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { doLittle, doWork, LITTLE, type Display, type WorkName, type Works } from './display.ts';
import type { Log } from './services.ts';

export type Job = { work: WorkName; bytes: Uint8Array; more: unknown[] };
export type Done = { result: unknown } | { failed: string };

export type NodeDisplay = {
  display: Display;
  /** Ends the thread; what is asked afterwards gets the little that is done without it. */
  close(): Promise<void>;
};

/** Work that takes longer than `limitMs`, or more memory than the thread may have, is done on the message's beginning. */
export const createNodeDisplay = ({ log, limitMs = 10_000 }: { log: Log; limitMs?: number }): NodeDisplay => {
  let thread: Worker | null = null;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  const dismiss = async (): Promise<void> => {
    const ended = thread?.terminate();
    thread = null;
    await ended;
  };

  const ask = async (job: Job): Promise<Done> => {
    // The time that a thread takes to start is none that a message takes.
    thread ??= await startThread();
    const done: Done = closed ? STOPPED : await answer(thread, job, limitMs);
    // Memory that a thread has taken goes back with it.
    if ('failed' in done || job.bytes.length > LARGE) await dismiss();
    return done;
  };

  const display: Display = (work, read, ...more) => {
    const begin = async () => {
      const bytes = await read();
      if (bytes.length <= LITTLE) return doWork(work, bytes, more);
      const done = closed ? STOPPED : await ask({ work, bytes, more }).catch(failed);
      if ('result' in done) return done.result as Works[typeof work]['gives'];
      if (!closed) log(`a message of ${bytes.length} bytes is shown by its beginning only: ${done.failed}`);
      return doLittle(work, bytes, more);
    };
    const result = last.then(begin);
    last = result.catch(() => undefined);
    return result;
  };

  return {
    display,
    async close() {
      closed = true;
      await dismiss();
    },
  };
};

const LARGE = 1024 * 1024;

const failed = (error: unknown): Done => ({ failed: String(error) });
const STOPPED = failed('the service stops');

/** Rejects where no thread can be had. */
const startThread = async (): Promise<Worker> => {
  const thread = new Worker(new URL('./node-display-thread.ts', import.meta.url), {
    // Flags of the process, such as those that name a script, are not the thread's.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 768 },
  });
  await once(thread, 'message');
  thread.unref();
  return thread;
};

/** Never rejects. */
const answer = (thread: Worker, job: Job, limitMs: number): Promise<Done> =>
  new Promise((resolve) => {
    const settle = (done: Done): void => {
      clearTimeout(limit);
      // By name: the thread listens to itself for when to open its port, and must go on to.
      for (const event of ['message', 'messageerror', 'error', 'exit']) thread.removeAllListeners(event);
      // A thread that dies later, as one that is dismissed does, has nobody to tell.
      thread.on('error', () => undefined);
      resolve(done);
    };
    const limit = setTimeout(() => settle(failed(`it takes more than ${limitMs} ms`)), limitMs);
    thread.once('message', settle);
    thread.once('messageerror', (error: Error) => settle(failed(error)));
    thread.once('error', (error: Error) => settle(failed(error)));
    thread.once('exit', () => settle(failed('its thread ended')));
    thread.postMessage(job, []);
  });
