/** Asks before a user is deleted, and names what stops working. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode, RefObject } from 'react';

import type { UserJson } from '../../src/http/contract/users.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import { AlertDialog } from '../ui/dialog.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';
import { named } from './user-state.ts';

/** `user` is null while nobody is asked. `onDelete` is called before, `onDeleted` once it is gone. */
export const DeleteUser = ({
  list,
  user,
  onClose,
  onDelete,
  onDeleted,
  finalFocus,
}: {
  list: string;
  user: UserJson | null;
  onClose(): void;
  onDelete?(): void;
  onDeleted(): void;
  finalFocus?: RefObject<HTMLElement | null>;
}): ReactNode => {
  const users = useQuery({
    queryKey: keys.users(list),
    queryFn: ({ signal }) => api.users.list(list, signal),
  }).data;
  const forgotten = user ? onlyNamedBy(user, users ?? []) : [];
  const remove = async (): Promise<void> => {
    if (!user) return;
    onDelete?.();
    await api.users.remove(list, user.id);
    toast({ title: `User “${user.username}” is deleted` });
    onDeleted();
  };
  return (
    <AlertDialog
      open={user !== null}
      onClose={onClose}
      title={`Delete the user “${user?.username ?? ''}”?`}
      confirm="Delete user"
      onConfirm={remove}
      {...(finalFocus ? { finalFocus } : {})}
    >
      <p>
        Mail clients that log in as “{user?.username}” are refused at once, in sessions that are open, too.{' '}
        {user?.lastUsedAt ? (
          <>
            It was last used <Time at={user.lastUsedAt} />.
          </>
        ) : (
          'It was never used.'
        )}
      </p>
      {forgotten.length > 0 && (
        <p>
          {named(forgotten)} {forgotten.length === 1 ? 'is' : 'are'} named by no other user: whoever names{' '}
          {forgotten.length === 1 ? 'it' : 'them'} again has to have {forgotten.length === 1 ? 'it' : 'them'}{' '}
          verified anew.
        </p>
      )}
      <p>Messages that it sent stay. This cannot be undone.</p>
    </AlertDialog>
  );
};

/** Verified senders that go with the user. */
const onlyNamedBy = (user: UserJson, users: readonly UserJson[]): string[] =>
  user.senders
    .filter(
      ({ id, status }) =>
        status === 'verified' &&
        !users.some((one) => one.id !== user.id && one.senders.some((s) => s.id === id)),
    )
    .map(({ display }) => display);
