/** A scenario that needs no service, for what is said of a run whatever is in it. */

import { test } from '@playwright/test';

test('asks for nothing', () => {});
