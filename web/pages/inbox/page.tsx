/** The messages that were accepted, and one of them in full. */

import { useRef, useEffect, type ReactNode } from 'react';
import { Redirect } from 'wouter';

import type { PageProps } from '../../app.tsx';
import { useKey } from '../../keys.ts';
import { paths } from '../../paths.ts';
import { useListName } from '../../shell/current-list.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import './inbox.css';
import { MessageActions } from './message-actions.tsx';
import { MessageList } from './message-list.tsx';
import { MessageView } from './message-view.tsx';
import { useInbox } from './use-inbox.ts';
import { useMessage } from './use-message.ts';
import { useOnePane } from './use-one-pane.ts';

export const InboxPage = ({ params }: PageProps): ReactNode => {
  const list = params['list'] ?? '';
  const open = params['message'];
  const name = useListName(list);
  const onePane = useOnePane();
  const inbox = useInbox(list, open);
  const message = useMessage(open, inbox.messages.data);
  useRowFocus(open);
  useKey('back', () => inbox.go(undefined), open !== undefined);

  if (message.summary && message.summary.list !== list)
    return <Redirect to={paths.inbox(message.summary.list, open)} replace />;
  const title = open === undefined ? 'Inbox' : message.gone ? 'No such message' : titleOf(message.summary);
  // Beside an empty list there is nothing to choose.
  const empty = open === undefined && inbox.messages.data?.length === 0;
  return (
    <Page
      title={title}
      within={open === undefined ? name : `Inbox · ${name}`}
      // Beside the list the focus stays on its row, so that `j` and `k` go on from there.
      arrival={onePane ? (open ?? 'list') : 'list'}
      fill
      actions={open !== undefined && <MessageActions key={open} inbox={inbox} message={message} />}
    >
      <div
        className="inbox"
        data-open={open === undefined ? undefined : ''}
        data-empty={empty ? '' : undefined}
      >
        <MessageList list={list} inbox={inbox} open={open} />
        <div className="inbox-open">
          {open === undefined ? (
            <NothingOpen />
          ) : (
            <MessageView key={open} id={open} list={list} message={message} />
          )}
        </div>
      </div>
    </Page>
  );
};

const titleOf = (summary: { subject: string } | undefined): string =>
  summary === undefined ? 'Message' : summary.subject.trim() || '(no subject)';

const NothingOpen = (): ReactNode => (
  <EmptyState icon="inbox" title="No message is open">
    <p>
      Choose one from the list, or go through it with <kbd>j</kbd>, <kbd>k</kbd> and <kbd>Enter</kbd>.
    </p>
  </EmptyState>
);

/** Back in the list the focus is on the row that was open. A list that was hidden makes its rows some frames later. */
const useRowFocus = (open: string | undefined): void => {
  const before = useRef(open);
  useEffect(() => {
    const left = before.current;
    before.current = open;
    if (open !== undefined || left === undefined) return;
    let frame = 0;
    const focus = (tries: number): void => {
      const row = document.querySelector<HTMLElement>(`.inbox [data-id="${CSS.escape(left)}"]`);
      if (row) row.focus();
      else if (tries > 0) frame = requestAnimationFrame(() => focus(tries - 1));
    };
    frame = requestAnimationFrame(() => focus(FRAMES));
    return () => cancelAnimationFrame(frame);
  }, [open]);
};

const FRAMES = 20;
