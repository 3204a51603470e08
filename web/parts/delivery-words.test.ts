import { expect, test } from 'vitest';

import type { DeliveryJson } from '../../src/http/contract/way.ts';
import { lastReply } from './delivery-words.ts';

const recipient = (state: 'pending' | 'delivered' | 'failed', reply: string | null) => ({
  address: 'a@b.test',
  state,
  reply,
});
const attempts = [{ reply: '250 2.0.0\ntaken' }] as DeliveryJson['attempts'];

test('what was said last is told in one line, and rather to one who has not got the message', () => {
  expect(lastReply({ attempts: [], recipients: [recipient('pending', null)] })).toBeNull();
  expect(lastReply({ attempts, recipients: [recipient('delivered', '250 2.0.0\ntaken')] })).toBe(
    '250 2.0.0 taken',
  );
  expect(
    lastReply({ attempts, recipients: [recipient('delivered', '250 ok'), recipient('pending', '450 busy')] }),
  ).toBe('450 busy');
});
