/** What a mail client needs to know, and the users of the list. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';

import type { PageProps } from '../../app.tsx';
import { api } from '../../api.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { useListName } from '../../shell/current-list.ts';
import { Button } from '../../ui/button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ClientData } from './client-data.tsx';
import { NoUsers } from './no-users.tsx';
import './smtp-plus.css';
import { Snippets } from './snippets.tsx';
import { UsersTable } from './users-table.tsx';

export const SmtpPlusPage = ({ params }: PageProps): ReactNode => {
  const list = params['list'] ?? '';
  const users = useQuery({
    queryKey: keys.users(list),
    queryFn: ({ signal }) => api.users.list(list, signal),
  });
  const service = useQuery({
    // Of its own, beside the settings alone, which the page of a session reads.
    queryKey: [...keys.settings(list), 'ports'],
    queryFn: async ({ signal }) => {
      const [settings, ports] = await Promise.all([api.lists.settings(list, signal), api.ports(signal)]);
      return { settings, ports };
    },
  });
  return (
    <Page
      title="SMTP+"
      within={useListName(list)}
      actions={users.data?.length !== 0 && <AddUser list={list} />}
    >
      <div className={service.isPending ? 'card client-data-place' : undefined}>
        <Loaded query={service} lines={4}>
          {({ settings, ports }) => <ClientData settings={settings} ports={ports} />}
        </Loaded>
      </div>
      <section className="card users" aria-labelledby="users">
        <h2 id="users" className="card-title">
          Users
        </h2>
        <Loaded query={users}>
          {(all) =>
            all.length === 0 ? (
              <NoUsers action={<AddUser list={list} />} />
            ) : (
              <UsersTable list={list} users={all} />
            )
          }
        </Loaded>
      </section>
      {service.data && users.data && (
        <Snippets users={users.data} settings={service.data.settings} ports={service.data.ports} />
      )}
    </Page>
  );
};

const AddUser = ({ list }: { list: string }): ReactNode => {
  const [, navigate] = useLocation();
  return (
    <Button kind="primary" icon="add" onClick={() => navigate(paths.newUser(list))}>
      Add new user
    </Button>
  );
};
