/** Shows which list the pages are about, and chooses, adds, exports, imports and deletes lists. */

import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { DEFAULT_LIST } from '../../src/model/list.ts';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { useListName, useLists } from './current-list.ts';

const Dialogs = lazy(() =>
  import('./list-dialogs.tsx').then(({ ListDialogs }) => ({ default: ListDialogs })),
);
const Archives = lazy(() =>
  import('./archive-dialogs.tsx').then(({ ArchiveDialogs }) => ({ default: ArchiveDialogs })),
);

export const ListSwitcher = ({ list }: { list: string }): ReactNode => {
  const name = useListName(list);
  const lists = useLists() ?? [];
  const [path, navigate] = useLocation();
  const [open, setOpen] = useState<'add' | 'delete' | 'export' | 'import' | null>(null);
  const entries: MenuEntry[] = [
    {
      kind: 'choice',
      label: 'Lists',
      value: list,
      choices: lists.map(({ id, name }) => ({ value: id, label: name })),
      onChange: (next) => navigate(samePage(path, next)),
    },
    { kind: 'separator' },
    { label: 'Add list …', icon: 'add', onSelect: () => setOpen('add') },
    { label: 'Export list …', icon: 'download', onSelect: () => setOpen('export') },
    { label: 'Import list …', icon: 'inbox', onSelect: () => setOpen('import') },
  ];
  if (list !== DEFAULT_LIST && lists.some(({ id }) => id === list))
    entries.push({
      label: 'Delete this list …',
      icon: 'delete',
      danger: true,
      onSelect: () => setOpen('delete'),
    });
  const props = { list, name, onClose: () => setOpen(null) };
  return (
    <>
      <Menu
        entries={entries}
        trigger={
          <Button className="list-button" aria-label={`List: ${name}`} title={name}>
            <Icon name="list" />
            <span className="list-name">{name}</span>
            <Icon name="chevron" />
          </Button>
        }
      />
      <Suspense fallback={null}>
        {(open === 'add' || open === 'delete') && <Dialogs what={open} {...props} />}
        {(open === 'export' || open === 'import') && <Archives what={open} {...props} />}
      </Suspense>
    </>
  );
};

/** The same page of another list; of one thing in it the page that it is found on. */
const samePage = (path: string, list: string): string => {
  const page = /^\/lists\/[^/]+\/(\w+)/.exec(path)?.[1];
  if (page === 'inbox') return paths.inbox(list);
  return page === 'sessions' ? paths.sessions(list) : paths.smtpPlus(list);
};
