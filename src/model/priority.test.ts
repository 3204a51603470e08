import { expect, test } from 'vitest';
import {
  effectivePriority,
  formatPriorityFields,
  parsePriorityField,
  PRIORITIES,
  PRIORITY_WORDS,
} from './priority.ts';

test.each([
  ['X-Priority', '1', 1],
  ['x-priority', ' 2 (High) ', 2],
  ['X-Priority', '5(Lowest)', 5],
  ['X-Priority', '1(', null],
  ['X-Priority', '1 ()x', null],
  ['X-Priority', 'x1', null],
  ['X-Priority', '1  (Highest)', 1],
  ['X-Priority', '0', null],
  ['X-Priority', '6', null],
  ['X-Priority', '1 high', null],
  ['X-Priority', 'high', null],
  ['X-MSMail-Priority', 'High', 2],
  ['Importance', 'normal', 3],
  ['Importance', 'LOW', 4],
  ['Importance', '1', null],
  ['Importance', ' low ', 4],
  ['Importance', 'constructor', null],
  ['Importance', '__proto__', null],
  ['Priority', 'normal', 3],
  ['Priority', 'urgent', 2],
  ['Priority', 'non-urgent', 4],
] as const)('reads %s: %s as %s', (name, value, expected) => {
  expect(parsePriorityField(name, value)).toBe(expected);
});

test('has words for people', () => {
  expect(PRIORITIES.map((priority) => PRIORITY_WORDS[priority])).toEqual([
    'very high',
    'high',
    'normal',
    'low',
    'very low',
  ]);
});

test('is written as Outlook and Thunderbird write it', () => {
  const written = PRIORITIES.map((priority) => formatPriorityFields(priority).map(([, value]) => value));
  expect(written).toEqual([
    ['1 (Highest)', 'High', 'High'],
    ['2 (High)', 'High', 'High'],
    ['3 (Normal)', 'Normal', 'Normal'],
    ['4 (Low)', 'Low', 'Low'],
    ['5 (Lowest)', 'Low', 'Low'],
  ]);
});

test('takes the higher of user and message, and the user’s where the message tells none', () => {
  expect(effectivePriority(3, [])).toBe(3);
  expect(effectivePriority(5, [null])).toBe(5);
  expect(effectivePriority(5, [null, 4, 2])).toBe(2);
  expect(effectivePriority(1, [4])).toBe(1);
});

test.each(PRIORITIES)('writes priority %i so that it reads as the same or its neighbour', (priority) => {
  const [[name, value]] = formatPriorityFields(priority) as [[string, string]];
  expect(parsePriorityField(name, value)).toBe(priority);
  const rest = formatPriorityFields(priority).slice(1);
  expect(rest.map(([field]) => field)).toEqual(['X-MSMail-Priority', 'Importance']);
  for (const [field, word] of rest)
    expect(Math.abs((parsePriorityField(field, word) ?? 9) - priority)).toBeLessThanOrEqual(1);
});
