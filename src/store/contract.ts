/** What every store must do; each runs this same suite. */

import { describe } from 'vitest';

import { directoryContract } from './contract-directory.ts';
import { failuresContract } from './contract-failures.ts';
import { loginsContract } from './contract-logins.ts';
import { messagesContract } from './contract-messages.ts';
import { recordsContract } from './contract-records.ts';
import { queueContract } from './contract-queue.ts';
import type { Open } from './contract-samples.ts';
import { retentionContract } from './contract-retention.ts';
import { searchContract } from './contract-search.ts';
import { tokensContract } from './contract-tokens.ts';

export const storeContract = (name: string, open: Open): void => {
  describe(`the ${name} store`, () => {
    directoryContract(open);
    tokensContract(open);
    messagesContract(open);
    queueContract(open);
    searchContract(open);
    retentionContract(open);
    recordsContract(open);
    failuresContract(open);
    loginsContract(open);
  });
};
