/** How the form's back-ends log in: a user of the list with its password, which this page keeps while it is open. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { UserJson } from '../../../src/http/contract/users.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { DEMO_ADDRESS, makeDemoUser, type DemoUser } from './demo-user.ts';
import { coverOf } from './own-address.ts';

export type Account = { user: UserJson | null; password: string; address: string };

export const AccountFields = ({
  list,
  users,
  account,
  errors,
  onUser,
  onPassword,
  onAddress,
  onDemoUser,
}: {
  list: string;
  users: readonly UserJson[];
  account: Account;
  errors: Readonly<Record<string, string>>;
  onUser(id: string): void;
  onPassword(password: string): void;
  onAddress(address: string): void;
  onDemoUser(user: DemoUser): void;
}): ReactNode => {
  const { user, password, address } = account;
  const active = users.filter((one) => one.active);
  return (
    <fieldset className="form-part card card-pad">
      <legend className="visually-hidden">What the form logs in with</legend>
      <h2 aria-hidden="true">The form’s mail account</h2>
      {active.length > 0 && (
        <>
          <div className="form-pair">
            <Select
              label="SMTP+ user"
              value={user?.id ?? ''}
              error={errors['username']}
              options={[
                ...(user ? [] : [{ value: '', label: 'Choose one' }]),
                ...active.map(({ id, username }) => ({ value: id, label: username })),
              ]}
              onChange={onUser}
            />
            <TextField
              label="Password"
              type="password"
              value={password}
              autoComplete="off"
              error={errors['password']}
              onChange={onPassword}
            />
          </div>
          <TextField
            label="The form’s own address"
            type="email"
            value={address}
            maxLength={320}
            error={errors['address']}
            hint={user && <AddressHint list={list} user={user} address={address} />}
            onChange={onAddress}
          />
        </>
      )}
      <DemoUserButton list={list} users={users} first={active.length === 0} onMade={onDemoUser} />
    </fieldset>
  );
};

const AddressHint = ({
  list,
  user,
  address,
}: {
  list: string;
  user: UserJson;
  address: string;
}): ReactNode => {
  const page = <Link href={paths.user(list, user.id)}>authorized senders</Link>;
  switch (coverOf(user, address)) {
    case 'address':
      return 'One of the user’s verified addresses. The form’s mails go there, and nowhere else.';
    case 'domain':
      return <>A domain alone does not let a form send: name this very address among the user’s {page}.</>;
    case 'none':
      return <>None of the user’s verified addresses: it is refused until it is named among its {page}.</>;
  }
};

const DemoUserButton = ({
  list,
  users,
  first,
  onMade,
}: {
  list: string;
  users: readonly UserJson[];
  /** Whether there is no other way to send yet. */
  first: boolean;
  onMade(user: DemoUser): void;
}): ReactNode => {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => makeDemoUser(list, users),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: keys.users(list) });
      onMade(made);
    },
  });
  return (
    <div className="form-demo">
      {first && <p>No user of this list may send yet. A form needs one to log in as.</p>}
      <Button icon="add" disabled={isPending} onClick={() => mutate()}>
        {isPending ? 'Making it…' : 'Use a demo user'}
      </Button>
      <p className="hint">
        It sends as {DEMO_ADDRESS}; this page answers the verification mail in its owner’s place.
      </p>
      {error && <ProblemNotice error={error} onRetry={() => mutate()} />}
    </div>
  );
};
