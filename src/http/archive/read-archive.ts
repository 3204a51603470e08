/** Reads an archive record by record, as it comes in: each whole, or with the words that say what is wrong with it. */

import { createTarDecoder } from 'modern-tar';
import type { z } from 'zod';

import { check } from '../check.ts';
import {
  ListRecord,
  LIST,
  MessageRecord,
  messageFile,
  SenderRecord,
  SENDERS,
  UserRecord,
  USERS,
} from './format.ts';

/** `line` counts from 1; null for a file that is one record. */
export type Place = { file: string; line: number | null };

export type Entry =
  | { what: 'list'; record: z.infer<typeof ListRecord> }
  | { what: 'sender'; record: SenderRecord }
  | { what: 'user'; place: Place; record: z.infer<typeof UserRecord> }
  | { what: 'message'; place: Place; record: MessageRecord; content: Uint8Array }
  | { what: 'wrong'; place: Place; message: string };

/** Throws where the bytes are no tar file, or end early. At most one message is in memory. */
export async function* readArchive(archive: ReadableStream<Uint8Array>): AsyncGenerator<Entry> {
  let record: MessageRecord | null = null;
  const files = archive.pipeThrough(createTarDecoder({ strict: true })) as ReadableStream<File>;
  for await (const { header, body } of files) {
    const { name, size } = header;
    const place = { file: name.slice(0, 200), line: null };
    if (size > MOST_BYTES || (header.type ?? 'file') !== 'file') {
      await body.cancel();
      yield { what: 'wrong', place, message: `is no file of at most ${MOST_BYTES} bytes` };
      continue;
    }
    const bytes = await join(body, size);
    if (name === SENDERS)
      yield* lines(name, bytes, SenderRecord, (_, found) => ({ what: 'sender', record: found }));
    else if (name === USERS)
      yield* lines(name, bytes, UserRecord, (at, found) => ({ what: 'user', place: at, record: found }));
    else if (record && name === messageFile(record.id, 'eml')) {
      if (bytes.length === record.size) yield { what: 'message', place, record, content: bytes };
      else
        yield {
          what: 'wrong',
          place,
          message: `has ${bytes.length} bytes, not ${record.size} as its record says`,
        };
      record = null;
    } else if (/^messages\/[^/]+\.json$/.test(name) || name === LIST) {
      const read = name === LIST ? parse(ListRecord, bytes) : parse(MessageRecord, bytes);
      if (typeof read === 'string') yield { what: 'wrong', place, message: read };
      else if ('format' in read) yield { what: 'list', record: read };
      else if (name === messageFile(read.id, 'json')) record = read;
      else yield { what: 'wrong', place, message: `has the record of another message, "${read.id}"` };
    } else yield { what: 'wrong', place, message: 'does not belong here, or its record was not good' };
  }
}

type File = { header: { name: string; size: number; type?: string }; body: ReadableStream<Uint8Array> };

/** More than the largest message that is taken over SMTP, with what is added to it; and room for many users. */
const MOST_BYTES = 32 * 1024 * 1024;

function* lines<T extends z.ZodType>(
  file: string,
  bytes: Uint8Array,
  schema: T,
  entry: (place: Place, record: z.output<T>) => Entry,
): Generator<Entry> {
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(LF, start);
    const one = bytes.subarray(start, end < 0 ? bytes.length : end);
    start += one.length + 1;
    const read = parse(schema, one);
    const place = { file, line };
    yield typeof read === 'string' ? { what: 'wrong', place, message: read } : entry(place, read);
  }
}

const LF = 10;

/** The record, or what is wrong with it. */
const parse = <T extends z.ZodType>(schema: T, bytes: Uint8Array): z.output<T> | string => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return 'is not JSON in UTF-8';
  }
  const checked = check(schema, value);
  if (checked.ok) return checked.value;
  return checked.error
    .map(({ field, message }) => `${field} ${message}`.trim())
    .join('; ')
    .slice(0, 500);
};

const join = async (body: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const piece of body) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};
