/** What can be done with the message that is open; every key has its button here. */

import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { api } from '../../api.ts';
import { StepButtons } from '../../parts/step-buttons.tsx';
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
  const remove = useRemove(inbox);
  const { summary } = message;
  return (
    <>
      <LinkButton className="inbox-back" kind="quiet" icon="back" href={inbox.hrefOf(undefined)}>
        <Label>Back to the list</Label>
      </LinkButton>
      <StepButtons what="message" steps={inbox.steps} go={inbox.go} />
      {summary ? (
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
      ) : (
        !message.gone && <Places />
      )}
    </>
  );
};

/** What the buttons will take, while it is not known yet what they are about. */
const Places = (): ReactNode =>
  (['delete', 'download', 'send'] as const).map((icon, at) => (
    <Button key={icon} icon={icon} disabled>
      <Label>{['Delete', 'Download', 'Release'][at] ?? ''}</Label>
    </Button>
  ));

/** Seen where there is place for it; the name in any case. */
const Label = ({ children }: { children: string }): ReactNode => (
  <span className="action-label">{children}</span>
);

/** The next one opens at once; where the service refuses, the message comes back into the list. */
const useRemove = (inbox: Inbox): ((id: string) => void) => {
  const client = useQueryClient();
  return (id) => {
    inbox.go(inbox.steps.next ?? inbox.steps.previous);
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
