/** Adding and editing an SMTP+ user. */

import type { ReactNode } from 'react';

import type { PageProps } from '../../app.tsx';
import { useListName } from '../../shell/current-list.ts';
import { Page } from '../../ui/page.tsx';

export const UserFormPage = ({ params }: PageProps): ReactNode => {
  const within = useListName(params['list'] ?? '');
  return (
    <Page title="User" within={within}>
      <p className="dim">To come.</p>
    </Page>
  );
};
