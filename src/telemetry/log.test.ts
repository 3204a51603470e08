import { expect, test } from 'vitest';

import { createLog, type Entry } from './log.ts';

const started = (format: 'text' | 'json' | 'silent') => {
  const lines: string[] = [];
  return { lines, log: createLog({ format, secrets: ['hunter-two'], out: (line) => void lines.push(line) }) };
};

const ENTRY: Entry = { level: 'warn', event: 'tried', message: 'said hunter-two', fields: { list: 'shop' } };

test('json is one object a line, with level, time, event, message and fields', () => {
  const { lines, log } = started('json');
  log.write(ENTRY);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\}\n$/);
  expect(JSON.parse(lines[0]!)).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    service: 'smtp-plus',
    event: 'tried',
    list: 'shop',
    message: 'said ***',
  });
});

test('json holds an error with its stack in the same line', () => {
  const { lines, log } = started('json');
  log.failed('a session failed', new Error('hunter-two was here'));
  const { level, event, error } = JSON.parse(lines.join('')) as Record<string, unknown>;
  expect({ level, event, error }).toMatchObject({
    level: 'error',
    event: 'failed',
    error: { type: 'Error', message: '*** was here', stack: expect.stringContaining('log.test') },
  });
});

test('text is a line for people, with the stack of an error below', () => {
  const { lines, log } = started('text');
  log.write(ENTRY);
  log.failed('a session failed', new Error('hunter-two was here'));
  expect(lines[0]).toBe('said ***\n');
  expect(lines[1]).toMatch(/^a session failed\n {2}Error: \*\*\* was here\n {2,}at /);
});

test('text has nothing that acts on a terminal, and one entry is one line', () => {
  const { lines, log } = started('text');
  log.write({ ...ENTRY, message: 'user "\u001b[2J\u0007\rx"' });
  expect(lines).toEqual(['user "�[2J��x"\n']);
  log.write({ ...ENTRY, message: 'a\nSMTP+ ready: b' });
  expect(lines[1]).toBe('a SMTP+ ready: b\n');
});

test('silent writes nothing', () => {
  const { lines, log } = started('silent');
  log.write(ENTRY);
  log.failed('x', new Error('y'));
  expect(lines).toEqual([]);
});
