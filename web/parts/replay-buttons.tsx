/** Copies what sends a mail once more: as a command for a shell, or the whole session as a scenario. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { DecisionJson, SessionJson } from '../../src/http/contract/decisions.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import './decision-parts.css';
import { curlCommand, PASSWORD_VARIABLE, replayOf, swaksCommand } from './replay-command.ts';
import { scenarioScript } from './scenario-script.ts';
import { useDecisionUser } from './use-decision-user.ts';

export const ReplayButtons = ({
  session,
  decision,
  list,
}: {
  session: SessionJson;
  decision: DecisionJson;
  list: string;
}): ReactNode => {
  const { data: settings } = useQuery({
    queryKey: keys.settings(list),
    queryFn: ({ signal }) => api.lists.settings(list, signal),
  });
  // Who failed to log in before belongs to no list.
  const user = useDecisionUser({
    list: session.list ?? decision.list,
    username: session.username ?? decision.username,
  });
  if (!settings) return null;
  const replay = replayOf(session, decision, settings.host);
  return (
    <div className="replay">
      <div className="actions">
        <CopyButton text={swaksCommand(replay)} label="Copy as swaks" iconOnly={false} size="normal" />
        <CopyButton text={curlCommand(replay)} label="Copy as curl" iconOnly={false} size="normal" />
        {user !== undefined && (
          <CopyButton
            text={scenarioScript(session, decision, user)}
            label="Copy as scenario"
            iconOnly={false}
            size="normal"
          />
        )}
      </div>
      {replay.username !== null && (
        <p className="hint">
          The password stays out of it: set <code>{PASSWORD_VARIABLE}</code> in the shell first.
        </p>
      )}
    </div>
  );
};
