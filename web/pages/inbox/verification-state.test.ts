import { expect, test } from 'vitest';

import type { SenderJson } from '../../../src/http/contract/senders.ts';
import { verificationState } from './verification-state.ts';

const AT = '2026-01-02T03:04:05.678Z';
const LATER = '2026-01-02T03:05:05.678Z';
const NOW = Date.parse(LATER);
const sender = (change: Partial<SenderJson> = {}): SenderJson => ({
  ...{ id: 's_1', kind: 'domain', value: 'acme.test', display: 'acme.test' },
  ...{
    status: 'pending',
    requestedAt: AT,
    verifiedAt: null,
    expiresAt: '2026-01-04T03:04:05.678Z',
    ...change,
  },
});

test.each<[what: string, senders: SenderJson[], state: string]>([
  ['nobody names it', [], 'unknown'],
  ['only its sub-domain is named', [sender({ display: 'm.acme.test' })], 'unknown'],
  ['it waits', [sender({ display: 'postmaster@acme.test' }), sender()], 'waiting'],
  ['it is verified', [sender({ status: 'verified', expiresAt: null })], 'verified'],
  ['it was asked again', [sender({ requestedAt: LATER })], 'superseded'],
  ['it took too long', [sender({ expiresAt: LATER })], 'expired'],
])('where %s', (_, senders, state) => {
  expect(verificationState({ subject: 'Verify acme.test for SMTP+', at: AT }, senders, NOW).state).toBe(
    state,
  );
});
