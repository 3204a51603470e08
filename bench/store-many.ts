/** Fills a store of ours by mail, as its users would. */

import { FROM, type Contender } from './contenders.ts';
import { run } from './load.ts';

/** Resolves once as many more messages are stored and indexed. */
export const storeMany = async ({ load, settle }: Contender, messages: number): Promise<void> => {
  await run({ ...load, from: FROM, connections: 100, messages, seconds: Infinity, size: 1024 });
  await settle();
};
