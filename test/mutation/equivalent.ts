/** The mutants that no test can find, each with the reason. `npm run mutation` fails where one of them is found after all. */

import { EQUIVALENT_IN_MAIL } from './equivalent-mail.ts';
import { EQUIVALENT_IN_MODEL } from './equivalent-model.ts';
import { EQUIVALENT_IN_POLICY } from './equivalent-policy.ts';
import type { Equivalent } from './survivors.ts';

export const EQUIVALENT: readonly Equivalent[] = [
  ...EQUIVALENT_IN_POLICY,
  ...EQUIVALENT_IN_MAIL,
  ...EQUIVALENT_IN_MODEL,
];
