/** SMTP sessions, and one of them with its transcript and decisions. */

import type { ReactNode } from 'react';

import type { PageProps } from '../../app.tsx';
import { useListName } from '../../shell/current-list.ts';
import { Page } from '../../ui/page.tsx';

export const SessionsPage = ({ params }: PageProps): ReactNode => {
  const within = useListName(params['list'] ?? '');
  return (
    <Page title="Sessions" within={within}>
      <p className="dim">To come.</p>
    </Page>
  );
};
