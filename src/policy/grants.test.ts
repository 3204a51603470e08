import { expect, test } from 'vitest';
import { grantsOf } from './grants.ts';
import { facts, mailFrom, messageFrom, request, senders } from './requests.test-data.ts';

test('grants by each verified sender once, and by no pending one', () => {
  const message = messageFrom(['a@x.test', 'b@y.test', 'c@z.test']);
  const known = facts({ senders: senders('y.test', 'z.test pending', 'a@x.test') });
  expect(grantsOf(request({ message }), known)).toEqual([
    { id: 's_a@x.test', kind: 'address', value: 'a@x.test' },
    { id: 's_y.test', kind: 'domain', value: 'y.test' },
  ]);
});

test('grants nothing where envelope or message are not there', () => {
  for (const missing of [{ mail: null }, { mail: mailFrom('') }, { message: null }])
    expect(grantsOf(request(missing), facts())).toEqual([]);
});
