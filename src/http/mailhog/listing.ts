/** Answers that list messages, written one message at a time, so that a page of large ones does not fill the memory. */

import type { Message } from '../../model/message.ts';

/** JSON of MailHog's form. */
export type Load = (message: Message) => Promise<Uint8Array>;

/** `{"total","count","start","items"}` of v2. */
export const envelope = (
  total: number,
  start: number,
  messages: readonly Message[],
  load: Load,
): ReadableStream =>
  stream(`{"total":${total},"count":${messages.length},"start":${start},"items":[`, messages, load, ']}');

/** The bare array of v1. */
export const array = (messages: readonly Message[], load: Load): ReadableStream =>
  stream('[', messages, load, ']');

const stream = (before: string, messages: readonly Message[], load: Load, after: string): ReadableStream => {
  const encoder = new TextEncoder();
  let written = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const message = messages[written];
      const lead = written === 0 ? before : ',';
      if (message === undefined) {
        controller.enqueue(encoder.encode((written === 0 ? before : '') + after));
        controller.close();
        return;
      }
      const json = await load(message);
      controller.enqueue(encoder.encode(lead));
      controller.enqueue(json);
      written += 1;
    },
  });
};
