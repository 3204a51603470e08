/** The mutants that no test can find, each with the reason. `npm run mutation` fails where one of them is found after all. */

import type { Equivalent } from './survivors.ts';

export const EQUIVALENT: readonly Equivalent[] = [];
