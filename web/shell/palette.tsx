/** The command palette: pages, users, rules and lists by name, and a pasted SMTP error leads to its decision. */

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { RULES } from '../../src/policy/catalogue.ts';
import { api } from '../api.ts';
import { findRecord, pathOf } from '../find-record.ts';
import { logOut } from '../log-out.ts';
import { paths } from '../paths.ts';
import { keys } from '../query.ts';
import { useLists } from './current-list.ts';
import { useHealth } from './use-health.ts';
import '../ui/dialog.css';
import './palette.css';

/** `to` is a path, or the name of what is done in place. */
type Item = { label: string; hint: string; words: string; to: string };
type Group = { value: string; items: Item[] };

export const Palette = ({
  list,
  onClose,
  onKeys,
}: {
  list: string;
  onClose(): void;
  onKeys(): void;
}): ReactNode => {
  const [path, navigate] = useLocation();
  const [text, setText] = useState('');
  const highlighted = useRef<{ item: Item | undefined; text: string }>(undefined);
  const groups = useGroups(list, text);
  const [before] = useState(() => document.activeElement);
  const leaves = useRef(false);
  const choose = (item: Item): void => {
    onClose();
    if (item.to === KEYS) onKeys();
    else if (item.to === LOG_OUT) logOut();
    else {
      leaves.current = item.to.replace(/\?.*/, '') !== path;
      navigate(item.to);
    }
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup
          className="dialog dialog-wide palette"
          aria-label="Go to anything"
          // The heading of another page has the focus already; it is not to be taken back from there.
          finalFocus={() => (leaves.current ? false : before instanceof HTMLElement ? before : true)}
        >
          <Autocomplete.Root
            inline
            open
            items={groups}
            value={text}
            onValueChange={setText}
            filter={matches}
            itemToStringValue={({ label }: Item) => label}
            autoHighlight="always"
            keepHighlight
            onItemHighlighted={(item: Item | undefined) => void (highlighted.current = { item, text })}
          >
            <Autocomplete.Input
              ref={focusAtOnce}
              className="palette-input"
              aria-label="Go to anything"
              placeholder="A page, user or rule, or a pasted error"
              spellCheck={false}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                // What is highlighted may be of an earlier text, as when an error is pasted and entered at once.
                event.preventBaseUIHandler();
                event.preventDefault();
                const items = groups.flatMap(({ items }) => items).filter((one) => matches(one, text));
                const [first] = items;
                const last = highlighted.current;
                const chosen = items.find((one) => last?.text === text && isSame(one, last.item)) ?? first;
                if (chosen) choose(chosen);
              }}
            />
            <Autocomplete.Empty className="palette-empty">
              Nothing here has that name. An SMTP error of this service ends with its decision’s id in
              brackets: paste the whole line.
            </Autocomplete.Empty>
            <Autocomplete.List className="palette-list">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="palette-label">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: Item) => (
                      <Autocomplete.Item
                        key={item.to}
                        value={item}
                        className="palette-item"
                        onClick={() => choose(item)}
                      >
                        <span>{item.label}</span>
                        <span className="dim">{item.hint}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

const KEYS = 'keys';
const LOG_OUT = 'log-out';

/** The dialog would do so a frame later, and what is typed until then would be lost. */
const focusAtOnce = (input: HTMLInputElement | null): void => input?.focus();

/** Also after what it was made of was read anew. */
const isSame = (one: Item, other: Item | undefined): boolean =>
  one.to === other?.to && one.label === other.label;

/** The same objects until something changes: the list keeps its highlight by them. */
const useGroups = (list: string, text: string): Group[] => {
  const lists = useLists();
  const health = useHealth().data;
  const loggedIn = health?.login === true;
  const goesOn = health?.nextHop === true;
  const users = useQuery({
    queryKey: keys.users(list),
    queryFn: ({ signal }) => api.users.list(list, signal),
  }).data;
  const fixed = useMemo(
    (): Group[] => [
      {
        value: 'Pages',
        items: [
          item('SMTP+', 'mail client data and users', paths.smtpPlus(list)),
          item('Inbox', 'accepted messages', paths.inbox(list)),
          ...(goesOn ? [item('Delivery', 'the queue before the next hop', paths.delivery(list))] : []),
          item('Sessions', 'what was said over SMTP', paths.sessions(list)),
          item(
            'Refused sessions',
            'what was refused',
            paths.sessions(list, undefined, { outcome: 'reject' }),
          ),
          item('Online form', 'three back-ends, really sent', paths.demoForm()),
          item('Rules', 'what is refused and why', paths.rules()),
          item('Add new user', '', paths.newUser(list)),
          item('About this server', 'ports, store, versions, limits', paths.about()),
          item('Keyboard shortcuts', '', KEYS),
          ...(loggedIn ? [item('Log out', '', LOG_OUT)] : []),
        ],
      },
      {
        value: 'Users',
        items: (users ?? []).map((user) =>
          item(
            user.username,
            user.active ? 'active' : 'inactive',
            paths.user(list, user.id),
            `${user.authorizedDomains} ${user.authorizedSenders} ${user.note}`,
          ),
        ),
      },
      {
        value: 'Rules',
        items: RULES.map(({ id, text, reply }) =>
          item(id, text, paths.rules(id), `${reply.code} ${reply.enhanced}`),
        ),
      },
      {
        value: 'Lists',
        items: (lists ?? []).map(({ id, name }) =>
          item(`List ${name}`, id === name ? '' : id, paths.smtpPlus(id)),
        ),
      },
    ],
    [list, lists, users, loggedIn, goesOn],
  );
  return useMemo(() => {
    const found = findRecord(text);
    const pasted = found ? [item(KINDS[found.kind], found.rule ?? '', pathOf(found, list), text)] : [];
    return [{ value: 'Found in what you pasted', items: pasted }, ...fixed]
      .map(({ value, items }) => ({ value, items: byName(items, text) }))
      .filter(({ items }) => items.length > 0);
  }, [fixed, text, list]);
};

/** What bears the name first, then what only tells of it. */
const byName = (items: Item[], text: string): Item[] => {
  const named = ({ label }: Item): boolean => label.toLowerCase().includes(text.trim().toLowerCase());
  return [...items.filter(named), ...items.filter((one) => !named(one))];
};

const KINDS = { decision: 'Open the decision', session: 'Open the session', message: 'Open the message' };

const item = (label: string, hint: string, to: string, words = ''): Item => ({
  label,
  hint,
  words,
  to,
});

/** Every word must occur somewhere; what was found in a paste carries the paste itself. */
const matches = ({ label, hint, words }: Item, query: string): boolean => {
  const text = `${label} ${hint} ${words}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};
