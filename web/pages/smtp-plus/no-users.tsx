/** What stands where no user is yet: how one comes to send. */

import type { ReactNode } from 'react';

import { EmptyState } from '../../ui/empty-state.tsx';

export const NoUsers = ({ action }: { action: ReactNode }): ReactNode => (
  <EmptyState icon="send" title="No user yet" actions={action}>
    <p>A mail client logs in as a user, and sends only as senders whose owners said yes.</p>
    <ol className="steps">
      <li>Add a user with the addresses or domains that it sends as.</li>
      <li>Their owners are mailed a link and confirm; that mail is in the inbox.</li>
      <li>Set the user to active, and give its name and password to the mail client.</li>
    </ol>
  </EmptyState>
);
