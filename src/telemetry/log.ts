/** The log, for operators: JSON lines by pino, or plain lines for a terminal; without secrets either way. */

import { pino } from 'pino';

import type { LogFormat } from './log-format.ts';
import { createRedact, redactValue } from './redact.ts';

export type Level = 'info' | 'warn' | 'error';

/** `event` is a stable name for programs, `message` is for people; `fields` are facts, by which a line is looked for. */
export type Entry = {
  level: Level;
  event: string;
  message: string;
  fields?: Readonly<Record<string, unknown>>;
};

export type Log = {
  /** Whether nothing is written at all. */
  silent: boolean;
  write(entry: Entry): void;
  /** What went wrong unexpectedly; without an error, what an operator may want to look at. */
  failed(message: string, error?: unknown): void;
};

export type LogOptions = {
  format: LogFormat;
  /** Exact texts that may never be seen. */
  secrets?: readonly string[];
  /** Takes a line with its end. */
  out: (line: string) => void;
};

export const createLog = ({ format, secrets = [], out }: LogOptions): Log => {
  const redact = createRedact(secrets);
  const put = format === 'silent' ? () => undefined : format === 'json' ? jsonLines(out) : textLines(out);
  const write = ({ fields = {}, message, ...entry }: Entry): void =>
    put({
      ...entry,
      message: redact(message),
      fields: redactValue(fields, redact) as Record<string, unknown>,
    });
  return {
    silent: format === 'silent',
    write,
    failed: (message, error) =>
      write(
        error === undefined
          ? { level: 'warn', event: 'warning', message }
          : { level: 'error', event: 'failed', message, fields: { error } },
      ),
  };
};

type Put = (entry: Required<Entry>) => void;

const jsonLines = (out: (line: string) => void): Put => {
  const logger = pino(
    {
      base: { service: 'smtp-plus' },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: (level) => ({ level }) },
    },
    { write: out },
  );
  return ({ level, event, message, fields }) => logger[level]({ event, ...fields }, message);
};

/** The stack of an error follows its line, indented. */
const textLines =
  (out: (line: string) => void): Put =>
  ({ message, fields }) => {
    const { error } = fields as { error?: { stack?: unknown } };
    const stack = typeof error === 'object' && typeof error.stack === 'string' ? `\n${error.stack}` : '';
    out(
      `${printable(message.replaceAll(/\r?\n/g, ' '))}${printable(stack.replaceAll(/\n(?=.)/g, '\n  '))}\n`,
    );
  };

/** Nothing that would act on a terminal. */
const printable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, '�');
