/** Every route of the API, once: for the checks, the OpenAPI description and typed clients. */

import { aboutOperations } from './contract/about.ts';
import { archiveOperations } from './contract/archives.ts';
import { decisionOperations } from './contract/decisions.ts';
import { deliveryOperations } from './contract/delivery.ts';
import { faultOperations } from './contract/faults.ts';
import { formOperations } from './contract/form.ts';
import { listOperations } from './contract/lists.ts';
import { messageOperations } from './contract/messages.ts';
import { senderOperations } from './contract/senders.ts';
import { serviceOperations } from './contract/service.ts';
import { userOperations } from './contract/users.ts';

export const OPERATIONS = {
  ...serviceOperations,
  ...aboutOperations,
  ...listOperations,
  ...archiveOperations,
  ...userOperations,
  ...senderOperations,
  ...messageOperations,
  ...deliveryOperations,
  ...decisionOperations,
  ...faultOperations,
  ...formOperations,
};

export type Operations = typeof OPERATIONS;
