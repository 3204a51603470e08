/** The dialogue files for a service that asks for TLS before AUTH. */

import { dialogues, test } from '#harness';

test.use({ requireTls: true });

dialogues(import.meta.dirname, 'require-tls');
