/** What MailHog's routes share: the service, the list that a request is about, and how messages are shown. */

import type { Context } from 'hono';
import type { Services } from '../services.ts';
import { readBounded } from '../body.ts';
import { MIB } from '../contract/operation.ts';
import type { WorkName, Works } from '../display.ts';
import type { Message } from '../../model/message.ts';

export type Scope = {
  services: Services;
  listOf: (c: Context) => string;
  /** What MailHog makes of a message of ours. */
  show: Show;
};

/** Work of the display that takes the message and our name first, done on the stored bytes. */
export type Show = <K extends Extract<WorkName, `mailhog${string}`>>(
  work: K,
  message: Message,
  ...more: Works[K]['takes'] extends [Message, string, ...infer More] ? More : never
) => Promise<Works[K]['gives']>;

/** MailHog tells v1, and v2/messages, apart from the rest of v2 by their types. */
export const TEXT_JSON = { 'Content-Type': 'text/json' };
export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The body as text; null where it is larger than 1 MiB, which none needs to be. */
export const bodyText = async (c: Context): Promise<string | null> => {
  const bytes = await readBounded(c.req.raw, MIB);
  return bytes && new TextDecoder().decode(bytes);
};

export const tooLarge = (c: Context): Response => c.body(null, 413);
