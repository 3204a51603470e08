import { expect, test } from 'vitest';
import { createTranscript } from './transcript.ts';

test('tells each line with its offset and whether it was encrypted', () => {
  let now = 1000;
  const transcript = createTranscript(() => now);
  transcript.add('server', '220 hello', false);
  now += 15;
  transcript.add('client', 'EHLO c', true);
  expect(transcript.lines()).toEqual([
    { ms: 0, from: 'server', text: '220 hello', tls: false },
    { ms: 15, from: 'client', text: 'EHLO c', tls: true },
  ]);
});

test.each([
  ['server', false],
  ['server', true],
  ['client', false],
  ['client', true],
] as const)('a line of the %s, encrypted %s, comes back as it was said, days later too', (from, tls) => {
  let now = 0;
  const transcript = createTranscript(() => now);
  now = 30 * 86_400_000 + 3;
  transcript.add(from, 'NOOP', tls);
  expect(transcript.lines()).toEqual([{ ms: now, from, text: 'NOOP', tls }]);
});

test('offsets do not go down where the clock is set back', () => {
  let now = 1000;
  const transcript = createTranscript(() => now);
  for (now of [1010, 1020, 500, 1030]) transcript.add('client', 'NOOP', false);
  expect(transcript.lines().map(({ ms }) => ms)).toEqual([10, 20, 20, 30]);
});

test('keeps beginning and end of a very long dialogue, and counts what it leaves out', () => {
  const transcript = createTranscript(() => 0);
  for (let i = 0; i < 10_000; i++) transcript.add('client', `line ${i}`, false);
  const lines = transcript.lines();
  expect(lines).toHaveLength(1001);
  expect(lines[199]?.text).toBe('line 199');
  expect(lines[200]?.text).toBe('(9000 lines left out)');
  expect(lines[201]?.text).toBe('line 9200');
  expect(lines.at(-1)?.text).toBe('line 9999');
});
