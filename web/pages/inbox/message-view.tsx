/** One message: what is known of it, then its parts in tabs. */

import { useEffect, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs, type Tab } from '../../ui/tabs.tsx';
import { paths } from '../../paths.ts';
import { AttachmentsTab } from './attachments-tab.tsx';
import { DeliveryPart } from './delivery-part.tsx';
import { HtmlTab } from './html-tab.tsx';
import { MessageFacts } from './message-facts.tsx';
import { HeadersTab, SourceTab, TextTab } from './plain-tabs.tsx';
import './message.css';
import type { OpenMessage } from './use-message.ts';
import { VerificationNotice } from './verification-notice.tsx';
import { WhyTab } from './why-tab.tsx';

export const MessageView = ({
  id,
  list,
  message: { data, error, gone, refetch },
}: {
  id: string;
  list: string;
  message: OpenMessage;
}): ReactNode => {
  if (gone)
    return (
      <EmptyState
        icon="delete"
        title="There is no such message"
        actions={<LinkButton href={paths.inbox(list)}>To the inbox</LinkButton>}
      >
        <p>
          No message has the id <code>{id}</code>. It may have been deleted, here or by another program.
        </p>
      </EmptyState>
    );
  if (!data) return error ? <ProblemNotice error={error} onRetry={refetch} /> : <Skeleton lines={6} />;
  return (
    <article className="message" aria-label="Message">
      <MessageFacts message={data} />
      {data.kind === 'verification' && <VerificationNotice message={data} />}
      {data.delivery && <DeliveryPart message={data} delivery={data.delivery} />}
      <MessageTabs message={data} />
    </article>
  );
};

const TABS = ['html', 'text', 'headers', 'source', 'attachments', 'why'] as const;
type TabId = (typeof TABS)[number];

const MessageTabs = ({ message }: { message: MessageDetail }): ReactNode => {
  const [params, setParams] = useSearchParams();
  const usual: TabId = message.html === null ? 'text' : 'html';
  const tabs = tabsOf(message);
  const asked = params.get('tab');
  const value = tabs.find((tab) => tab.id === asked)?.id ?? usual;
  // A tab that this message does not have is not in the URL either.
  useEffect(() => {
    if (asked !== null && asked !== value) setParams(without('tab'), { replace: true });
  });
  return (
    <Tabs
      label="Parts of the message"
      tabs={tabs}
      value={value}
      onChange={(tab) => setParams(tab === usual ? without('tab') : withTab(tab), { replace: true })}
    />
  );
};

const tabsOf = (message: MessageDetail): Tab<TabId>[] => {
  const all: (Tab<TabId> | false)[] = [
    message.html !== null && { id: 'html', label: 'HTML', content: <HtmlTab message={message} /> },
    { id: 'text', label: 'Text', content: <TextTab message={message} /> },
    {
      id: 'headers',
      label: 'Headers',
      count: message.headers.length,
      content: <HeadersTab message={message} />,
    },
    { id: 'source', label: 'Source', content: <SourceTab message={message} /> },
    {
      id: 'attachments',
      label: 'Attachments',
      count: message.attachments.length,
      content: <AttachmentsTab message={message} />,
    },
    { id: 'why', label: 'Why accepted', content: <WhyTab message={message} /> },
  ];
  return all.filter((tab) => tab !== false);
};

const withTab = (tab: string) => (params: URLSearchParams) => {
  const next = new URLSearchParams(params);
  next.set('tab', tab);
  return next;
};

const without = (name: string) => (params: URLSearchParams) => {
  const next = new URLSearchParams(params);
  next.delete(name);
  return next;
};
