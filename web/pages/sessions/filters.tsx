/** The filter of the sessions: a text, the same as controls, and what is set as chips that can be taken away. */

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { api } from '../../api.ts';
import { findRecord, pathOf } from '../../find-record.ts';
import { keys } from '../../query.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { formatFilter, OUTCOMES, parseFilter, RULE_IDS, type Outcome, type SessionFilter } from './filter.ts';

type FiltersProps = {
  list: string;
  filter: SessionFilter;
  onChange(filter: SessionFilter): void;
};

export const Filters = ({ list, filter, onChange }: FiltersProps): ReactNode => {
  const [open, setOpen] = useState(false);
  const field = useFilterText(list, filter, onChange);
  // What is typed counts for chips and controls at once, before the filter follows.
  const current = parseFilter(field.text).filter;
  return (
    <div className="filters">
      <div className="filters-line">
        <SearchField
          label="Filter sessions, or paste an SMTP error"
          placeholder="Filter, or paste an error"
          value={field.text}
          onChange={field.change}
          onPaste={field.follow}
        />
        <Button aria-expanded={open} aria-controls="session-filters" onClick={() => setOpen(!open)}>
          Filters
        </Button>
      </div>
      <p className="filters-unread" role="status">
        {field.unread.length > 0 &&
          `${field.unread.map((word) => `“${word}”`).join(', ')} is no filter: use user:NAME, outcome:${OUTCOMES.join('|')}, rule:ID, port:NUMBER or list:none`}
      </p>
      <Chips filter={current} onChange={field.replace} />
      {open && <Controls list={list} filter={current} onChange={field.replace} />}
    </div>
  );
};

const TYPING_MS = 250;

/** What is typed stands as it is typed; the filter follows a moment later, and an SMTP error leads away at once. */
const useFilterText = (list: string, filter: SessionFilter, onChange: FiltersProps['onChange']) => {
  const [, navigate] = useLocation();
  const shown = formatFilter(filter);
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // What was set elsewhere, by a control or by going back, is what counts.
  const [last, setLast] = useState(shown);
  if (last !== shown) {
    setLast(shown);
    if (draft !== null && formatFilter(parseFilter(draft).filter) !== shown) setDraft(null);
  }

  const follow = (text: string): boolean => {
    const found = findRecord(text);
    if (!found) return false;
    clearTimeout(timer.current);
    setDraft(null);
    navigate(pathOf(found, list));
    return true;
  };
  return {
    text: draft ?? shown,
    unread: draft === null ? [] : parseFilter(draft).unread,
    follow,
    /** By a control: what was typed and has not been followed yet is in it, and must not come after it. */
    replace(next: SessionFilter): void {
      clearTimeout(timer.current);
      setDraft(null);
      onChange(next);
    },
    change(text: string): void {
      if (follow(text)) return;
      setDraft(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => onChange(parseFilter(text).filter), TYPING_MS);
    },
  };
};

const Chips = ({ filter, onChange }: Omit<FiltersProps, 'list'>): ReactNode => {
  const words = formatFilter(filter).split(' ').filter(Boolean);
  if (words.length === 0) return null;
  return (
    <ul role="list" className="chips" aria-label="Filters that are set">
      {words.map((word) => (
        <li key={word}>
          <button
            type="button"
            className="chip"
            aria-label={`Remove filter ${word}`}
            onClick={() => onChange(parseFilter(words.filter((one) => one !== word).join(' ')).filter)}
          >
            {word} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  accept: 'Something accepted',
  reject: 'Something refused',
  defer: 'Something put off',
  none: 'Nothing decided',
};

const ANY = { value: '', label: 'Any' };

const Controls = ({ list, filter, onChange }: FiltersProps): ReactNode => {
  const { data: users = [] } = useQuery({
    queryKey: keys.users(list),
    queryFn: ({ signal }) => api.users.list(list, signal),
  });
  const names = users.map(({ username }) => username);
  if (filter.user !== undefined && !names.includes(filter.user)) names.unshift(filter.user);
  const set = (change: { [K in keyof SessionFilter]: SessionFilter[K] | undefined }): void => {
    const next = Object.entries({ ...filter, ...change }).filter(
      ([, value]) => value !== undefined && value !== '',
    );
    onChange(Object.fromEntries(next));
  };
  return (
    <div id="session-filters" className="filter-controls">
      <Select
        label="Outcome"
        value={filter.outcome ?? ''}
        options={[ANY, ...OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value] }))]}
        onChange={(value) => set({ outcome: OUTCOMES.find((one) => one === value) })}
      />
      <Select
        label="Rule that refused"
        value={filter.rule ?? ''}
        options={[ANY, ...RULE_IDS.map((value) => ({ value, label: value }))]}
        onChange={(rule) => set({ rule })}
      />
      <Select
        label="User"
        value={filter.user ?? ''}
        options={[ANY, ...names.map((value) => ({ value, label: value }))]}
        onChange={(user) => set({ user })}
      />
      <Select
        label="Belongs to"
        value={filter.unlisted ?? ''}
        options={[
          { value: '', label: 'This list' },
          { value: 'true', label: 'No list: nobody known logged in' },
        ]}
        onChange={(value) => set({ unlisted: value === 'true' ? 'true' : undefined })}
      />
      <TextField
        label="Port"
        inputMode="numeric"
        value={filter.port === undefined ? '' : String(filter.port)}
        onChange={(port) => set({ port: parseFilter(`port:${port}`).filter.port })}
      />
    </div>
  );
};
