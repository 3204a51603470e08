import { expect, it } from 'vitest';

import { aDecision } from './contract-samples.ts';
import { createWriteQueue } from './sqlite-queue.ts';
import { type Batch, decisionRow } from './sqlite-rows.ts';
import { createRuleSets } from './sqlite-rule-sets.ts';

it('brings the rules again with the decision that the disk did not take', async () => {
  const sent: Batch[] = [];
  const queue = createWriteQueue((batch) => sent.push(batch));
  const ruleSets = createRuleSets([], queue.record);
  const decision = aDecision('d_1');
  queue.record(['decision', decisionRow(decision, ruleSets.idOf(decision.rules))], () => undefined);
  const tried = queue.settled();
  await turn();
  queue.answered({ failed: 'the disk is full' });
  expect(await tried).toBe(false);

  const again = queue.settled();
  await turn();
  expect(sent.map(({ writes }) => writes.map(([what]) => what))).toEqual([
    ['rule-set', 'decision'],
    ['rule-set', 'decision'],
  ]);
  queue.answered({ values: [], failures: [] });
  expect(await again).toBe(true);
  ruleSets.idOf(decision.rules);
  await turn();
  expect(sent, 'what is stored is not brought again').toHaveLength(2);
});

const turn = (): Promise<void> => new Promise((next) => setImmediate(next));
