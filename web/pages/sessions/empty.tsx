/** What stands where no session is: how to make the first one, or which filter hides them. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { api } from '../../api.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export const NoSessions = ({ list }: { list: string }): ReactNode => {
  const { data: users } = useQuery({
    queryKey: keys.users(list),
    queryFn: ({ signal }) => api.users.list(list, signal),
  });
  const { data: health } = useQuery({ queryKey: keys.health, queryFn: ({ signal }) => api.health(signal) });
  if (!users || !health) return null;
  const [user] = users;
  if (!user)
    return (
      <EmptyState
        icon="sessions"
        title="No mail client has connected yet"
        actions={
          <LinkButton href={paths.newUser(list)} icon="add">
            Add a user
          </LinkButton>
        }
      >
        <p>
          A client logs in as an SMTP+ user: add one, and each connection of it appears here as it happens.
        </p>
      </EmptyState>
    );
  const port = PORTS.find((one) => !health.smtp.unavailable.some(({ port: taken }) => taken === one)) ?? 2525;
  const command = [
    `swaks --server ${health.smtp.host} --port ${port}`,
    `--auth PLAIN --auth-user ${user.username}`,
    `--from ${ownAddress(user.senders[0])}`,
    '--to someone@example.test',
  ].join(' \\\n  ');
  return (
    <EmptyState
      icon="sessions"
      title="No mail client has connected yet"
      actions={<CopyButton text={command} label="Copy command" iconOnly={false} size="normal" />}
    >
      <p>Each connection appears here as it happens, with every line and every decision. To see one, run:</p>
      <pre className="try-command">{command}</pre>
    </EmptyState>
  );
};

export const NoMatches = ({ onClear }: { onClear(): void }): ReactNode => (
  <EmptyState
    icon="search"
    title="No session meets the filter"
    actions={<Button onClick={onClear}>Remove the filters</Button>}
  >
    <p>
      Of each list the newest 10,000 sessions are kept. Who never logged in as a known user is found by
      <code>list:none</code>.
    </p>
  </EmptyState>
);

const PORTS = [2525, 1025, 25];

const ownAddress = (sender: { kind: string; value: string } | undefined): string =>
  sender === undefined ? 'me@example.test' : sender.kind === 'domain' ? `me@${sender.value}` : sender.value;
