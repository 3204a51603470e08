/** The messages that were accepted, and one of them in full. */

import type { ReactNode } from 'react';

import type { PageProps } from '../../app.tsx';
import { useListName } from '../../shell/current-list.ts';
import { Page } from '../../ui/page.tsx';

export const InboxPage = ({ params }: PageProps): ReactNode => {
  const within = useListName(params['list'] ?? '');
  return (
    <Page title="Inbox" within={within}>
      <p className="dim">To come.</p>
    </Page>
  );
};
