/** Replays what was asked of a real MailHog 1.0.1, in the same order, and holds our answers against its own, byte for byte. */

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { ok } from '../../model/result.ts';
import { createMailhog } from './mailhog.test-kit.ts';

type Captured = {
  note: string;
  request: { method: string; path: string; body?: string };
  /** Null where MailHog closed the connection, or where `stream` holds all of it. */
  status: number | null;
  headers: Record<string, string> | null;
  body?: string;
  stream?: string;
};
type Shown = {
  ID: string;
  From: object;
  Created: string;
  Raw: { From: string; To: string[]; Data: string; Helo: string };
};

const captured = JSON.parse(
  await readFile(new URL('../../../fixtures/mailhog/answers-1.0.1.json', import.meta.url), 'utf8'),
) as Captured[];
const named = (note: string): Captured => captured.find((one) => one.note === note)!;
const shownIn = (note: string): Shown[] => (JSON.parse(named(note).body!) as { items: Shown[] }).items;

/** Where we answer otherwise on purpose, by the note of the request. docs/mailhog.md says why. */
const DEVIATIONS: Record<string, { status?: number; type?: string; body?: RegExp | (() => string) }> = {
  download: { body: () => storedOf(shownIn('three messages, newest first')[0]!) },
  'download of unknown (connection closed, no answer: a crash of the handler)': { status: 404 },
  'release, unknown (connection closed, no answer: a crash of the handler)': { status: 404 },
  'unknown route': { type: 'application/problem+json', body: /"there is no route \/api\/v9\/x/ },
};

/** Requests whose answer is not an HTTP message of its own. */
const STREAMS = ['server-sent events: one message arrives', 'websocket: handshake, then a frame per message'];

/** What the store holds of a message: the line end before the closing dot belongs to it. */
const storedOf = ({ Raw }: Shown): string => `${Raw.Data}\r\n`;

const seedShown = async ({ seed }: ReturnType<typeof createMailhog>, shown: Shown): Promise<void> => {
  const { From, To, Helo } = shown.Raw;
  const raw = String.fromCharCode(...new TextEncoder().encode(storedOf(shown)));
  await seed(raw, { id: shown.ID, at: Date.parse(shown.Created), mailFrom: From, rcptTo: To, helo: Helo });
};

/** Instants are stored to the millisecond; MailHog tells nanoseconds. */
const inMilliseconds = (body: string): string =>
  body.replace(/("Created": ?"[^".]*\.\d{3})\d*Z"/g, '$1Z"').replace(/("Created": ?"[^"]*?)\.?0*Z"/g, '$1Z"');

/** In the capture a message is released to the very server that it is in. */
const createReplay = () => {
  const mailhog = createMailhog({
    host: 'mailhog.test',
    release: async () => {
      await seedShown(mailhog, shownIn('after release')[0]!);
      return ok(undefined);
    },
  });
  return mailhog;
};

describe('each captured request', () => {
  const answers = new Map<Captured, { status: number; headers: Headers; body: string }>();

  beforeAll(async () => {
    const mailhog = createReplay();
    for (const one of captured.filter(({ note }) => !STREAMS.includes(note))) {
      const { method, path, body } = one.request;
      if (one === named('three messages, newest first'))
        for (const shown of shownIn(one.note).toReversed()) await seedShown(mailhog, shown);
      const response = await mailhog.ask(path, { method, ...(body !== undefined && { body }) });
      answers.set(one, { status: response.status, headers: response.headers, body: await response.text() });
    }
  });

  test.each(
    captured
      .filter(({ note }) => !STREAMS.includes(note))
      .map((one, at) => [`${at}: ${one.note}: ${one.request.method} ${one.request.path}`, one] as const),
  )('%s', (_, one) => {
    const deviation = DEVIATIONS[one.note] ?? {};
    const answer = answers.get(one)!;
    expect(answer.status).toBe(deviation.status ?? one.status);
    expect(answer.headers.get('content-type')).toBe(deviation.type ?? one.headers?.['Content-Type'] ?? null);
    for (const header of ['Content-Disposition', 'Content-Transfer-Encoding'])
      expect(answer.headers.get(header), header).toBe(one.headers?.[header] ?? null);
    if (deviation.body instanceof RegExp) expect(answer.body).toMatch(deviation.body);
    else expect(answer.body).toBe(deviation.body?.() ?? inMilliseconds(one.body ?? ''));
  });

  test('is among those looked at, and every deviation is of one of them', () => {
    const notes = captured.map(({ note }) => note);
    expect(answers.size).toBe(captured.length - STREAMS.length);
    for (const note of [...Object.keys(DEVIATIONS), ...STREAMS]) expect(notes).toContain(note);
  });
});

test('a message is told to the readers of the event stream as MailHog tells it', async () => {
  const mailhog = createReplay();
  const { stream = '' } = named(STREAMS[0]!);
  // The one chunk of a chunked answer.
  const told = stream
    .slice(stream.indexOf('\r\n\r\n') + 4)
    .replace(/^[0-9A-F]+\r\n/i, '')
    .replace(/\r\n$/, '');
  const response = await mailhog.ask('/api/v1/events');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  const shown = JSON.parse(told.replaceAll('data: ', '')) as Shown;
  await seedShown(mailhog, shown);
  const { value } = await response.body!.getReader().read();
  mailhog.stop.abort();
  expect(new TextDecoder().decode(value)).toBe(inMilliseconds(told));
});
