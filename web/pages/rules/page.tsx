/** The catalogue of rules, and one rule in full. */

import type { ReactNode } from 'react';

import type { PageProps } from '../../app.tsx';
import { Page } from '../../ui/page.tsx';

export const RulesPage = ({ params }: PageProps): ReactNode => (
  <Page title={params['rule'] ?? 'Rules'}>
    <p className="dim">To come.</p>
  </Page>
);
