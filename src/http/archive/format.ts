/** What an exported list is: a tar file of `list.json`, `senders.jsonl`, `users.jsonl` and two files a message, `.json` and `.eml`. */

import { z } from 'zod';

import { LIST_ID } from '../../model/list.ts';
import { parseSenderList } from '../../model/sender-list.ts';

export const MEDIA_TYPE = 'application/x-tar';

/** In this order; messages follow, oldest first, the `.json` before the `.eml`. */
export const [LIST, SENDERS, USERS] = ['list.json', 'senders.jsonl', 'users.jsonl'] as const;
export const messageFile = (id: string, end: 'json' | 'eml'): string => `messages/${id}.${end}`;

const instant = z.int().nonnegative();
const text = z.string().max(100_000);
const id = (kind: string) => z.string().regex(new RegExp(`^${kind}_[0-9a-z]{1,64}$`));

export const ListRecord = z.strictObject({
  format: z.literal('smtp-plus-list'),
  version: z.literal(1),
  list: z.strictObject({ id: z.string().regex(LIST_ID), name: z.string() }),
});

const senderKey = {
  kind: z.enum(['address', 'domain']),
  value: z.string().max(1000),
};
const isCanonical = ({ kind, value }: { kind: 'address' | 'domain'; value: string }): boolean => {
  const parsed = parseSenderList(value, kind);
  return parsed.ok && parsed.value.length === 1 && parsed.value[0]?.value === value;
};
const NOT_CANONICAL = { error: 'is no address or domain as SMTP+ writes it', path: ['value'] };

export const SenderRecord = z
  .strictObject({
    ...senderKey,
    status: z.enum(['pending', 'verified']),
    requestedAt: instant,
    verifiedAt: instant.nullable(),
  })
  .refine(isCanonical, NOT_CANONICAL);
export type SenderRecord = z.infer<typeof SenderRecord>;

const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);

/** With the hash of the password: whoever has the file can try passwords against it. */
export const UserRecord = z.strictObject({
  id: id('u'),
  username: z.string().regex(/^[!#-&(-9;=?-_a-~]{1,64}$/),
  active: z.boolean(),
  priority,
  note: text,
  senders: z.array(z.strictObject(senderKey).refine(isCanonical, NOT_CANONICAL)).max(1000),
  createdAt: instant,
  updatedAt: instant,
  passwordChangedAt: instant,
  lastUsedAt: instant.nullable(),
  passwordHash: z.string().regex(/^sha256\$[0-9a-f]{32}\$[0-9a-f]{64}$/),
});

export const MessageRecord = z.strictObject({
  id: id('m'),
  kind: z.enum(['relay', 'verification', 'bounce']),
  at: instant,
  mailFrom: text,
  rcptTo: z.array(text).max(1000),
  headerFrom: z.array(text).max(1000),
  from: text,
  to: text,
  subject: text,
  messageId: text,
  size: instant,
  priority,
  userId: z.string().max(100).nullable(),
  username: z.string().max(100).nullable(),
  helo: text,
});
export type MessageRecord = z.infer<typeof MessageRecord>;
