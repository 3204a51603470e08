import { expect, test } from 'vitest';
import { createIds } from '../src/model/id.ts';
import { findRecord, pathOf } from './find-record.ts';

const ID = '4k7x0q2m9c3e8r5t1w6z';

test.each([
  [
    `550 5.7.1 From address is not authorized: "a@b.test" [from.authorized d_${ID}]`,
    'decision',
    'from.authorized',
  ],
  [
    `The server said: 550 … [sender.verified\r\n d_${ID}] (in reply to MAIL FROM)`,
    'decision',
    'sender.verified',
  ],
  [`250 2.0.0 Ok: queued as m_${ID} [accept d_${ID}]`, 'decision', 'accept'],
  [`D_${ID.toUpperCase()}`, 'decision', null],
  [` c_${ID} `, 'session', null],
  [`queued as m_${ID}`, 'message', null],
])('%j is about a %s', (line, kind, rule) => {
  expect(findRecord(line)).toEqual({ kind, rule, id: `${kind === 'session' ? 'c' : kind[0]}_${ID}` });
});

test.each(['', 'from.authorized', '550 5.7.1 no', 'd_123', `d_${ID}9`, `id_${ID}`])(
  '%j is about none',
  (line) => {
    expect(findRecord(line)).toBeNull();
  },
);

test('every id that the service makes is found', () => {
  const makeId = createIds((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), Date);
  for (let i = 0; i < 200; i++) {
    const id = makeId('d');
    expect(findRecord(`[rule ${id}]`)?.id).toBe(id);
  }
});

test('each has its page', () => {
  expect(['d', 'c', 'm'].map((letter) => pathOf(findRecord(`${letter}_${ID}`)!, 'shop'))).toEqual([
    `/decisions/d_${ID}`,
    `/lists/shop/sessions/c_${ID}`,
    `/lists/shop/inbox/m_${ID}`,
  ]);
});
