/** What mends a refusal, as links and buttons. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { DecisionJson } from '../../src/http/contract/decisions.ts';
import type { SenderJson } from '../../src/http/contract/senders.ts';
import { api } from '../api.ts';
import { paths } from '../paths.ts';
import { keys } from '../query.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Time } from '../ui/time.tsx';
import './decision-parts.css';
import { mendsOf, type Mend } from './mends.ts';
import { useDecisionUser } from './use-decision-user.ts';

/** `list` is where to go for what belongs to no list. */
export const MendActions = ({ decision, list }: { decision: DecisionJson; list: string }): ReactNode => {
  const user = useDecisionUser(decision);
  const place = decision.list ?? list;
  if (user === undefined) return null;
  const mends = mendsOf(decision, user, place);
  if (mends.length === 0) return null;
  return (
    <ul role="list" aria-label="Ways to mend it" className="mends">
      {mends.map((mend, at) => (
        <li key={at}>
          <OneMend mend={mend} list={place} />
        </li>
      ))}
    </ul>
  );
};

const OneMend = ({ mend, list }: { mend: Mend; list: string }): ReactNode => {
  switch (mend.kind) {
    case 'link':
      return (
        <LinkButton href={mend.href} size="small">
          {mend.words}
        </LinkButton>
      );
    case 'done':
      return (
        <p className="mend-done tone-pass">
          <Icon name="check" /> {mend.words}
        </p>
      );
    case 'ask':
      return <AskAgain sender={mend.sender} list={list} />;
  }
};

const AskAgain = ({ sender, list }: { sender: SenderJson; list: string }): ReactNode => {
  const client = useQueryClient();
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () => api.senders.resend(list, sender.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.users(list) }),
  });
  const owner = (name: string): string => (sender.kind === 'domain' ? `postmaster@${name}` : name);
  return (
    <div className="mend-ask">
      <div className="actions">
        <Button size="small" icon="send" disabled={isPending} onClick={() => mutate()}>
          Resend verification to {owner(sender.display)}
        </Button>
        <LinkButton
          size="small"
          kind="quiet"
          icon="inbox"
          href={paths.inbox(list, undefined, { q: owner(sender.value) })}
        >
          Its mail in the inbox
        </LinkButton>
      </div>
      <p className="hint" role="status">
        {data ? 'Sent; an earlier link works no more. ' : ''}
        Asked <Time at={(data ?? sender).requestedAt} />
        {(data ?? sender).expiresAt && (
          <>
            , the link ends <Time at={(data ?? sender).expiresAt ?? ''} />
          </>
        )}
        .
      </p>
      {error && <ProblemNotice error={error} onRetry={() => mutate()} />}
    </div>
  );
};
