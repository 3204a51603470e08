/** A suite that passes and shows next to nothing of the rules: the gate must fail it. */

import { expect, test } from '../index.ts';

test('sends one message', async ({ list, client }) => {
  const session = await client({ user: await list.activeUser() });
  await expect(session.send({ from: 'sales@shop.test' })).toBeAccepted();
});
