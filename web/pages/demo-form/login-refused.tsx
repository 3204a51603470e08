/** Says that the login was refused, so that none of the back-ends could send. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { FormOutcome } from '../../../src/http/contract/form.ts';
import { ruleById } from '../../../src/policy/catalogue.ts';
import { paths } from '../../paths.ts';
import { Icon } from '../../ui/icon.tsx';

export const LoginRefused = ({
  outcome: { reply, rule, decisionId },
}: {
  outcome: FormOutcome;
}): ReactNode => (
  <div className="notice notice-fail" role="alert">
    <Icon name="alert" />
    <div>
      <strong>The login was refused, so nothing was sent</strong>
      <samp>{reply}</samp>
      <p>{rule === null ? '' : ruleById(rule)?.advice}</p>
      {decisionId !== null && <Link href={paths.decision(decisionId)}>The decision</Link>}
    </div>
  </div>
);
