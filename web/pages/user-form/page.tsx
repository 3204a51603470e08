/** Adding and editing an SMTP+ user. */

import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';

import type { PageProps } from '../../app.tsx';
import { api } from '../../api.ts';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';
import { useListName } from '../../shell/current-list.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { NotFoundPage } from '../not-found.tsx';
import type { Secret } from './credentials.tsx';
import { EditUser } from './edit-user.tsx';
import { NewUser } from './new-user.tsx';
import './user-form.css';

export const UserFormPage = ({ params }: PageProps): ReactNode => {
  const { list = '', user = '' } = params;
  const [search] = useSearchParams();
  const add = search.get('add');
  // Held by the page, which stays while the new user's path takes the place of `new`; in no cache, and in no URL.
  const [secret, setSecret] = useState<Secret | null>(null);
  return user === 'new' ? (
    <NewUser key={list} list={list} add={add} onCreated={setSecret} />
  ) : (
    <StoredUser
      key={`${list} ${user}`}
      list={list}
      id={user}
      add={add}
      secret={secret?.user === user ? secret : null}
      onSecret={setSecret}
    />
  );
};

const StoredUser = ({
  list,
  id,
  ...rest
}: {
  list: string;
  id: string;
  add: string | null;
  secret: Secret | null;
  onSecret(secret: Secret | null): void;
}): ReactNode => {
  const [goes, setGoes] = useState(false);
  const query = useQuery({
    queryKey: keys.user(list, id),
    queryFn: ({ signal }) => api.users.get(list, id, signal),
    enabled: !goes,
  });
  const within = useListName(list);
  if (query.data)
    return <EditUser list={list} stored={query.data} gone={query.error} onDelete={setGoes} {...rest} />;
  if (query.error instanceof ApiProblem && query.error.status === 404)
    return <NotFoundPage what="user" name={id} />;
  return (
    <Page title="User" within={within}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
};
