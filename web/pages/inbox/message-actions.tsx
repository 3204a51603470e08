/** What can be done with the message that is open; every key has its button here. */

import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { api } from '../../api.ts';
import { useKey } from '../../keys.ts';
import { keys } from '../../query.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { describeProblem } from '../../ui/problem-notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { ReleaseDialog } from './release-dialog.tsx';
import type { Inbox } from './use-inbox.ts';
import type { OpenMessage } from './use-message.ts';

export const MessageActions = ({ inbox, message }: { inbox: Inbox; message: OpenMessage }): ReactNode => {
  const [releasing, setReleasing] = useState(false);
  const { previous, next } = inbox;
  useKey('previous-item', () => inbox.go(previous), previous !== undefined);
  useKey('next-item', () => inbox.go(next), next !== undefined);
  const remove = useRemove(inbox);
  const { summary } = message;
  return (
    <>
      <LinkButton className="inbox-back" kind="quiet" icon="back" href={inbox.hrefOf(undefined)}>
        <Label>Back to the list</Label>
      </LinkButton>
      <Step label="Previous message" keys="[" to={previous} inbox={inbox} up />
      <Step label="Next message" keys="]" to={next} inbox={inbox} />
      {summary && (
        <>
          <Button icon="delete" onClick={() => remove(summary.id)}>
            <Label>Delete</Label>
          </Button>
          <a
            className="button"
            title="Download"
            href={api.messages.rawUrl(summary.id)}
            download={`${summary.id}.eml`}
          >
            <Icon name="download" />
            <Label>Download</Label>
          </a>
          <Button icon="send" onClick={() => setReleasing(true)}>
            <Label>Release</Label>
          </Button>
          <ReleaseDialog message={summary} open={releasing} onClose={() => setReleasing(false)} />
        </>
      )}
    </>
  );
};

/** Seen where there is place for it; the name in any case. */
const Label = ({ children }: { children: string }): ReactNode => (
  <span className="action-label">{children}</span>
);

const Step = ({
  label,
  keys: key,
  to,
  inbox,
  up = false,
}: {
  label: string;
  keys: string;
  to: string | undefined;
  inbox: Inbox;
  up?: boolean;
}): ReactNode => (
  <Button
    kind="quiet"
    icon="chevron"
    iconOnly
    className={up ? 'step-up' : ''}
    aria-keyshortcuts={key}
    title={`${label} (${key})`}
    disabled={to === undefined}
    reason={up ? 'It is the newest one here.' : 'It is the oldest one here.'}
    onClick={() => inbox.go(to)}
  >
    {label}
  </Button>
);

/** The next one opens at once; where the service refuses, the message comes back into the list. */
const useRemove = (inbox: Inbox): ((id: string) => void) => {
  const client = useQueryClient();
  return (id) => {
    inbox.go(inbox.next ?? inbox.previous);
    inbox.messages.remove(id);
    api.messages.remove(id).then(
      () => client.removeQueries({ queryKey: keys.message(id) }),
      (error: unknown) => {
        const { title, words } = describeProblem(error);
        toast({ kind: 'alert', title: `Not deleted: ${title}`, description: words });
        inbox.messages.refetch();
      },
    );
  };
};
