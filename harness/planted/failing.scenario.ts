/** Two scenarios that fail: one that expects the wrong thing, and a dialogue that goes another way than it is written. */

import { writeFileSync } from 'node:fs';

import { dialogues, expect, test } from '../index.ts';

test('expects what is refused to be accepted', async ({ list, client }) => {
  const user = await list.activeUser({ authorizedDomains: 'shop.test' });
  writeFileSync(`${process.env['PLANTED_FOLDER']}/secrets.json`, JSON.stringify(user));
  const session = await client({ user, mechanism: 'LOGIN' });
  const verdict = await session.send({ from: 'sales@shop.test', header: { From: 'ceo@bank.test' } });
  await expect(verdict).toBeAccepted();
});

dialogues(import.meta.dirname);
