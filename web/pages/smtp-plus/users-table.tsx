/** The users of the list: state, senders, priority, last use, and what can be done with each. */

/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- rows and cells are no controls; drawn as cards they have no role without */

import { useRef, useState, type ReactNode } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';

import type { UserJson } from '../../../src/http/contract/users.ts';
import { PRIORITY_WORDS } from '../../../src/model/priority.ts';
import { api } from '../../api.ts';
import { useKey } from '../../keys.ts';
import { DeleteUser } from '../../parts/delete-user.tsx';
import { SenderName } from '../../parts/sender-name.tsx';
import { isReady, userState } from '../../parts/user-state.ts';
import { paths } from '../../paths.ts';
import { Button } from '../../ui/button.tsx';
import { describeProblem } from '../../ui/problem-notice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';

/** From so many on they can be searched; so many are drawn until more are asked for. */
const SEARCHED = 8;
const DRAWN = 200;

export const UsersTable = ({ list, users }: { list: string; users: readonly UserJson[] }): ReactNode => {
  const [search, setSearch] = useSearchParams();
  const [all, setAll] = useState(false);
  const [asked, setAsked] = useState<UserJson | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const afterwards = useRef<HTMLElement>(null);
  useRowKeys(table);

  const words = search.get('q') ?? '';
  const found = users.filter((user) => matches(user, words));
  const drawn = all ? found : found.slice(0, DRAWN);
  const find = (q: string): void =>
    setSearch(
      (before) => {
        const { q: _, ...rest } = Object.fromEntries(before);
        return new URLSearchParams(q === '' ? rest : { ...rest, q });
      },
      { replace: true },
    );
  return (
    <>
      {(users.length >= SEARCHED || words !== '') && (
        <div className="users-search">
          <SearchField label="Search users" value={words} onChange={find} />
          <span role="status" className="hint">
            {words !== '' && `${found.length} of ${users.length}`}
          </span>
        </div>
      )}
      {found.length === 0 ? (
        <p className="users-none">
          No user has “{words}” in its name, senders or note.{' '}
          <Button size="small" onClick={() => find('')}>
            Show all users
          </Button>
        </p>
      ) : (
        <table ref={table} role="table" aria-labelledby="users" className="users-table">
          <thead role="rowgroup">
            <tr role="row">
              {['User', 'Status', 'Senders', 'Priority', 'Last used'].map((name) => (
                <th key={name} role="columnheader" scope="col">
                  {name}
                </th>
              ))}
              <th role="columnheader" scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {drawn.map((user) => (
              <UserRow
                key={user.id}
                list={list}
                user={user}
                onDelete={(button) => {
                  afterwards.current = button;
                  setAsked(user);
                }}
              />
            ))}
          </tbody>
        </table>
      )}
      {drawn.length < found.length && (
        <p className="users-none">
          <Button onClick={() => setAll(true)}>Show all {found.length}</Button>
        </p>
      )}
      <DeleteUser
        list={list}
        user={asked}
        onClose={() => setAsked(null)}
        onDeleted={() => (afterwards.current = neighbour(table.current, asked?.id ?? ''))}
        finalFocus={afterwards}
      />
    </>
  );
};

const UserRow = ({
  list,
  user,
  onDelete,
}: {
  list: string;
  user: UserJson;
  onDelete(button: HTMLElement): void;
}): ReactNode => {
  const [, navigate] = useLocation();
  const name = `user-${user.id}`;
  const href = paths.user(list, user.id);
  return (
    <tr role="row" data-user={user.id}>
      <td role="cell" className="user-first">
        <Link href={href} id={name} className="user-name">
          {user.username}
        </Link>
        {user.note !== '' && <span className="hint user-note">{user.note}</span>}
      </td>
      <td role="cell" data-label="Status">
        <UserStatus list={list} user={user} />
      </td>
      <td role="cell" data-label="Senders">
        <Senders user={user} />
      </td>
      <td role="cell" data-label="Priority" className="user-nowrap">
        {PRIORITY_WORDS[user.priority]}
      </td>
      <td role="cell" data-label="Last used">
        {user.lastUsedAt === null ? <span className="dim">never</span> : <Time at={user.lastUsedAt} />}
      </td>
      <td role="cell" className="user-actions">
        <Button size="small" icon="edit" aria-describedby={name} onClick={() => navigate(href)}>
          Edit
        </Button>
        <Button
          size="small"
          icon="delete"
          aria-describedby={name}
          onClick={(event) => onDelete(event.currentTarget)}
        >
          Delete
        </Button>
      </td>
    </tr>
  );
};

const UserStatus = ({ list, user }: { list: string; user: UserJson }): ReactNode => {
  const [busy, setBusy] = useState(false);
  const activate = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.users.update(list, user.id, { active: true });
    } catch (error) {
      const { title, words } = describeProblem(error);
      toast({ kind: 'alert', title, description: words });
    } finally {
      setBusy(false);
    }
  };
  const state = userState(user);
  return (
    <div className="user-status">
      <Status state={state} />
      {state === 'inactive' && isReady(user) && (
        <Button
          size="small"
          disabled={busy}
          aria-describedby={`user-${user.id}`}
          onClick={() => void activate()}
        >
          Activate
        </Button>
      )}
      {user.senders.length === 0 && <span className="hint">It names no sender yet.</span>}
    </div>
  );
};

const SHOWN_SENDERS = 3;

const Senders = ({ user: { senders } }: { user: UserJson }): ReactNode => {
  if (senders.length === 0) return <span className="dim">none</span>;
  const more = senders.slice(SHOWN_SENDERS);
  const waiting = more.filter(({ status }) => status === 'pending').length;
  return (
    <ul role="list" className="user-senders">
      {senders.slice(0, SHOWN_SENDERS).map((sender) => (
        <li key={sender.id}>
          <Status state={sender.status}>
            <SenderName sender={sender} />
            <span className="visually-hidden">
              {sender.status === 'verified' ? ', verified' : ', waiting for verification'}
            </span>
          </Status>
        </li>
      ))}
      {more.length > 0 && (
        <li className="hint">
          {more.length} more{waiting > 0 && `, ${waiting} of them waiting`}
        </li>
      )}
    </ul>
  );
};

const matches = (
  { username, note, authorizedDomains, authorizedSenders, senders }: UserJson,
  words: string,
): boolean => {
  const shown = senders.map(({ display }) => display).join(' ');
  const text = `${username} ${note} ${authorizedDomains} ${authorizedSenders} ${shown}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** What gets the focus once the row is gone: the next row, else the one before, else the button that adds one. */
const neighbour = (table: HTMLTableElement | null, id: string): HTMLElement | null => {
  const row = table?.querySelector(`[data-user="${CSS.escape(id)}"]`);
  const near = row?.nextElementSibling ?? row?.previousElementSibling;
  return near?.querySelector<HTMLElement>('.user-name') ?? document.querySelector<HTMLElement>('h1');
};

const useRowKeys = (table: { current: HTMLTableElement | null }): void => {
  const step = (by: number): void => {
    const links = [...(table.current?.querySelectorAll<HTMLElement>('.user-name') ?? [])];
    const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
    links[at === -1 ? 0 : Math.max(0, Math.min(at + by, links.length - 1))]?.focus();
  };
  useKey('next', () => step(1));
  useKey('previous', () => step(-1));
};
