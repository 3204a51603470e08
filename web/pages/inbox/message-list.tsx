/** The list of messages: search, what is new, rows, and what to do where there are none. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';

import { api } from '../../api.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { useCounts } from '../../shell/foot.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { AlertDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { MessageRow, ROW_HEIGHT } from './message-row.tsx';
import { formatSearch } from './search-text.ts';
import type { Inbox } from './use-inbox.ts';

export const MessageList = ({
  list,
  inbox,
  open,
}: {
  list: string;
  inbox: Inbox;
  open: string | undefined;
}): ReactNode => {
  const { messages, search, text, setText } = inbox;
  const words = formatSearch(search);
  const pane = useRef<HTMLElement>(null);
  const count = useCounts(list).data?.messages;
  const showFresh = (): void => {
    messages.showFresh();
    const scroller = pane.current?.querySelector('.virtual-list');
    if (scroller) scroller.scrollTop = 0;
    inbox.onTop(true);
  };
  return (
    <section ref={pane} className="inbox-list" aria-label="Messages">
      <div className="inbox-bar">
        <SearchField
          label="Search messages"
          placeholder="Words, from:… or to:…"
          value={text}
          onChange={setText}
        />
        <DeleteAll list={list} count={count} searching={words !== ''} onDone={() => inbox.go(undefined)} />
      </div>
      <div className="inbox-new" aria-live="polite">
        {messages.fresh > 0 && (
          <Button size="small" onClick={showFresh}>
            {`${messages.fresh}${messages.more ? '+' : ''} new`}
          </Button>
        )}
      </div>
      {messages.data === undefined ? (
        messages.error ? (
          <ProblemNotice error={messages.error} onRetry={messages.refetch} />
        ) : (
          <Skeleton lines={8} />
        )
      ) : messages.data.length === 0 ? (
        <NoMessages list={list} words={words} onClear={() => setText('')} />
      ) : (
        <VirtualList
          key={`${list} ${words}`}
          items={messages.data}
          label={words === '' ? 'Messages' : `Messages found for “${words}”`}
          idOf={({ id }) => id}
          hrefOf={({ id }) => inbox.hrefOf(id)}
          rowHeight={ROW_HEIGHT}
          selected={open}
          onEnd={messages.error ? undefined : messages.loadMore}
          total={words === '' && count !== undefined ? Math.max(count, messages.data.length) : undefined}
          onTop={inbox.onTop}
          replace={open !== undefined}
          onStep={open === undefined ? undefined : (by) => stepFrom(inbox, by)}
        >
          {(message) => <MessageRow message={message} />}
        </VirtualList>
      )}
      {messages.data && messages.error && (
        <ProblemNotice error={messages.error} onRetry={messages.loadMore} />
      )}
    </section>
  );
};

const stepFrom = ({ steps, go }: Inbox, by: 1 | -1): void => {
  const to = by === 1 ? steps.next : steps.previous;
  if (to !== undefined) go(to);
};

const NoMessages = ({ list, words, onClear }: { list: string; words: string; onClear(): void }): ReactNode =>
  words === '' ? (
    <EmptyInbox list={list} />
  ) : (
    <EmptyState
      icon="search"
      title={`No message matches “${words}”`}
      actions={<Button onClick={onClear}>Clear search</Button>}
    >
      <p>
        Every word must occur in subject, addresses or text. <code>from:</code> and <code>to:</code> take a
        whole address, or <code>@domain</code>.
      </p>
    </EmptyState>
  );

/** Teaches the next step: a user, its sender's owner, or the mail client. */
const EmptyInbox = ({ list }: { list: string }): ReactNode => {
  const users = useQuery({
    queryKey: keys.users(list),
    queryFn: ({ signal }) => api.users.list(list, signal),
  }).data;
  if (!users) return null;
  const active = users.some((user) => user.active);
  return (
    <EmptyState
      icon="inbox"
      title="No message yet"
      actions={
        users.length === 0 ? (
          <LinkButton kind="primary" icon="add" href={paths.newUser(list)}>
            Add new user
          </LinkButton>
        ) : (
          <LinkButton href={paths.smtpPlus(list)}>
            {active ? 'Data for your mail client' : 'Go to the users'}
          </LinkButton>
        )
      }
    >
      <p>
        {active
          ? 'What your users send stands here the moment it is accepted. Set a mail client up, or send by one of the ready commands.'
          : users.length === 0
            ? 'What a user sends stands here the moment it is accepted. Add a user first: the mail that asks the sender’s owner to verify comes here as well.'
            : 'What a user sends stands here the moment it is accepted. No user is active yet: verify a sender, then set its user to active.'}
      </p>
      {active && <p>What was refused is under Sessions, with the reason.</p>}
    </EmptyState>
  );
};

const DeleteAll = ({
  list,
  count,
  searching,
  onDone,
}: {
  list: string;
  count: number | undefined;
  searching: boolean;
  onDone(): void;
}): ReactNode => {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = async (): Promise<void> => {
    await api.messages.removeAll(list);
    onDone();
    await client.invalidateQueries({ queryKey: keys.counts(list) });
  };
  return (
    <>
      <Button
        icon="delete"
        onClick={() => setAsked(true)}
        disabled={count === 0}
        reason="There is no message."
      >
        <span className="action-label">Delete all</span>
      </Button>
      <AlertDialog
        open={asked}
        onClose={() => setAsked(false)}
        title="Delete all messages?"
        confirm={count === undefined || count === 0 ? 'Delete all' : `Delete all ${NUMBER.format(count)}`}
        onConfirm={remove}
      >
        <p>
          Every message of this list goes{searching && ', not only those that were found'}. Verification mails
          go too: their links still work for whoever has them, and new ones can be sent from the user’s page.
          This cannot be undone.
        </p>
      </AlertDialog>
    </>
  );
};

const NUMBER = new Intl.NumberFormat('en');
