/** MailHog's `/api/v1/events`: each message that arrives as one event of its own form. */

import type { Services } from '../services.ts';
import type { Show } from './scope.ts';

/** No replay and no ids. A reader who falls too far behind is let go, and may come back. */
export const events = (
  { store, shutdown, log }: Services,
  list: string,
  show: Show,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let stop = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let sending = Promise.resolve();
        const close = (): void => {
          stop();
          controller.close();
        };
        const send = (bytes: Uint8Array): void => {
          if (stopped) return;
          if ((controller.desiredSize ?? 0) <= 0) close();
          else controller.enqueue(bytes);
        };
        const unsubscribe = store.subscribe((event) => {
          if (event.type !== 'message' || event.action !== 'created' || event.list !== list) return;
          sending = sending
            .then(async () => send(await show('mailhogEvent', event.message)))
            .catch((error: unknown) =>
              log('a message could not be told to a reader of MailHog’s events', error),
            );
        });
        const keepAlive = setInterval(() => send(encoder.encode(KEEP_ALIVE)), 60_000);
        let stopped = false;
        stop = () => {
          stopped = true;
          unsubscribe();
          clearInterval(keepAlive);
          shutdown.removeEventListener('abort', close);
        };
        if (shutdown.aborted) close();
        else shutdown.addEventListener('abort', close);
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BEHIND_LIMIT }),
  );
};

/** Bytes that wait for a slow reader. */
const BEHIND_LIMIT = 16 * 1024 * 1024;

/** A field that readers of events do not know, and pass over. */
const KEEP_ALIVE = 'keepalive: \n\n';
