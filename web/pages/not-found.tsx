/** What stands where nothing is. */

import type { ReactNode } from 'react';

import { START_PAGE } from '../../src/http/contract/pages.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';

/** `name` is the id that was looked for. What was deleted is not found either. */
export const NotFoundPage = ({ what, name }: { what: string; name?: string }): ReactNode => {
  const title = `There is no such ${what}`;
  return (
    <Page title={title}>
      <EmptyState
        icon="search"
        title={name === undefined ? 'Nothing stands at this address' : `No ${what} “${name}”`}
        actions={<LinkButton href={START_PAGE}>Go to SMTP+</LinkButton>}
      >
        <p>It may have been deleted, or the address was not copied whole.</p>
      </EmptyState>
    </Page>
  );
};
