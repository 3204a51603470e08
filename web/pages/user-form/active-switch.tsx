/** The switch that lets a user send: held, with the reason, until one of its senders is verified. */

import type { ReactNode } from 'react';

import type { SenderJson } from '../../../src/http/contract/senders.ts';
import { isReady, named } from '../../parts/user-state.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { shownOwner } from './entries.ts';

export const ActiveSwitch = ({
  active,
  senders,
  unsaved,
  problem,
  onChange,
}: {
  active: boolean;
  /** Those that count: of a user that is stored its stored ones. */
  senders: readonly SenderJson[];
  /** Senders stand in the form that are not saved. */
  unsaved: boolean;
  problem: unknown;
  onChange(active: boolean): void;
}): ReactNode => (
  <section className="card card-pad form-part" aria-labelledby="form-status">
    <h2 id="form-status">Status</h2>
    <Switch
      label="Active user"
      checked={active}
      onChange={onChange}
      held={active || isReady({ senders }) ? null : reason(senders, unsaved)}
      hint={
        active
          ? 'It sends as its verified senders. Switched off, its mail clients are refused at once.'
          : 'A sender is verified: switch it on, and mail clients can send.'
      }
    />
    {problem !== null && <ProblemNotice error={problem} focus />}
  </section>
);

const reason = (senders: readonly SenderJson[], unsaved: boolean): string => {
  if (senders.length > 0)
    return `It can be active once a sender is verified: ${named(senders.map(shownOwner))} ${senders.length === 1 ? 'has' : 'have'} been mailed a link, and one yes will do.`;
  return unsaved
    ? 'It can be active once a sender is verified: save, and the owners are asked.'
    : 'It can be active once a sender is verified: name one below and save.';
};
