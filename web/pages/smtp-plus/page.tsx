/** What a mail client needs to know, and the users of the list. */

import type { ReactNode } from 'react';

import type { PageProps } from '../../app.tsx';
import { useListName } from '../../shell/current-list.ts';
import { Page } from '../../ui/page.tsx';

export const SmtpPlusPage = ({ params }: PageProps): ReactNode => {
  const within = useListName(params['list'] ?? '');
  return (
    <Page title="SMTP+" within={within}>
      <p className="dim">To come.</p>
    </Page>
  );
};
