/** One decision: what was answered, and what each rule looked at. */

import type { ReactNode } from 'react';

import type { PageProps } from '../../app.tsx';
import { Page } from '../../ui/page.tsx';

export const DecisionPage = ({ params }: PageProps): ReactNode => (
  <Page title={`Decision ${params['decision'] ?? ''}`}>
    <p className="dim">To come.</p>
  </Page>
);
