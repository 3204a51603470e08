/** The dialogue files, each a test of its own. docs/scenarios.md has their format. */

import { dialogues } from '#harness';

dialogues(import.meta.dirname);
