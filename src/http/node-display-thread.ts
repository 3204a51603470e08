/** The thread in which messages are made ready to be shown. */

import { parentPort } from 'node:worker_threads';
import { doWork } from './display.ts';
import type { Job, Done } from './node-display.ts';

parentPort?.on('message', ({ work, bytes, more }: Job) => {
  void doWork(work, bytes, more as never).then(
    (result: unknown) =>
      parentPort?.postMessage(
        { result } satisfies Done,
        result instanceof Uint8Array ? [result.buffer as ArrayBuffer] : [],
      ),
    (error: unknown) => parentPort?.postMessage({ failed: String(error) } satisfies Done, []),
  );
});

parentPort?.postMessage('ready', []);
