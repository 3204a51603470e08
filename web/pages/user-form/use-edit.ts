/** Editing a user that others may edit, too: what is stored, what stands in the form, and how the two come together. */

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { UserChange, UserJson } from '../../../src/http/contract/users.ts';
import { api } from '../../api.ts';
import { keys } from '../../query.ts';
import { ApiProblem, type Answer } from '../../request.ts';
import { changeOf, differences, isChanged, rebase, toDraft, type Difference, type Draft } from './draft.ts';
import { named } from '../../parts/user-state.ts';

type Stored = Answer<UserJson>;

export type Edit = {
  draft: Draft;
  change(change: Partial<Draft>): void;
  changed: boolean;
  busy: boolean;
  /** What others changed while something was changed here: the form does not follow until one has decided. */
  conflict: Difference[];
  /** Gives up what was changed here. */
  takeTheirs(): void;
  /** True where it is stored; with `over` what was changed here wins over what others changed. */
  save(over?: boolean): Promise<boolean>;
  setActive(active: boolean): Promise<void>;
  problem: unknown;
  activeProblem: unknown;
  /** What the last save came to. */
  news: string | null;
  /** Times the stored state was replaced from elsewhere, for a word on it. */
  followed: number;
};

/** `stored` is the newest state known, of which events keep fresh; `first` is what the form begins with. */
export const useEdit = (list: string, stored: Stored, first: (draft: Draft) => Draft): Edit => {
  const client = useQueryClient();
  const [base, setBase] = useState(stored);
  const [draft, setDraft] = useState(() => first(toDraft(stored.body)));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [activeProblem, setActiveProblem] = useState<unknown>(null);
  const [news, setNews] = useState<string | null>(null);
  const [followed, setFollowed] = useState(0);

  const before = toDraft(base.body);
  const changed = isChanged(before, draft);
  const newer = !busy && stored.body.updatedAt > base.body.updatedAt;
  const theirs = newer ? differences(base.body, stored.body) : [];
  const conflict = changed ? theirs : [];
  // State that React takes over at once: https://react.dev/reference/react/useState#storing-information-from-previous-renders
  if (newer && conflict.length === 0) {
    setBase(stored);
    setDraft(rebase(before, draft, toDraft(stored.body)));
    if (theirs.length > 0) setFollowed((times) => times + 1);
  }

  const key = keys.user(list, base.body.id);
  const readStored = (): Promise<Stored> =>
    client.fetchQuery({ queryKey: key, queryFn: () => api.users.get(list, base.body.id), staleTime: 0 });
  /** An answer that was on its way before this one must not come after it. */
  const remember = async (answer: Stored): Promise<void> => {
    await client.cancelQueries({ queryKey: key });
    client.setQueryData(key, answer);
  };

  /** A state that differs in no field, as after a reset of the password, is no reason to be refused. */
  const patch = async (change: UserChange, from: Stored): Promise<Stored> => {
    try {
      return await api.users.update(list, from.body.id, change, from.etag);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.type !== 'edited-meanwhile') throw error;
      const now = await readStored();
      if (differences(from.body, now.body).length > 0) throw error;
      return api.users.update(list, from.body.id, change, now.etag);
    }
  };

  const save = async (over = false): Promise<boolean> => {
    const from = over ? stored : base;
    const wanted = over ? rebase(before, draft, toDraft(stored.body)) : draft;
    const change = changeOf(toDraft(from.body), wanted);
    setProblem(null);
    if (Object.keys(change).length === 0) {
      setNews('There is nothing to save.');
      return true;
    }
    setBusy(true);
    setNews(null);
    try {
      const answer = await patch(change, from);
      await remember(answer);
      setBase(answer);
      setDraft((now) => rebase(draft, now, toDraft(answer.body)));
      setNews(`Saved.${askedWords(from.body, answer.body)}`);
      return true;
    } catch (error) {
      // Who edited meanwhile is shown as a conflict, by what is stored now.
      if (!(error instanceof ApiProblem && error.type === 'edited-meanwhile')) setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };

  const setActive = async (active: boolean): Promise<void> => {
    setBusy(true);
    setActiveProblem(null);
    try {
      const answer = await api.users.update(list, base.body.id, { active });
      await remember(answer);
      setBase((known) => ({ ...known, body: { ...known.body, active: answer.body.active } }));
    } catch (error) {
      setActiveProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return {
    draft,
    change(change) {
      setDraft((now) => ({ ...now, ...change }));
      setProblem(null);
      setNews(null);
    },
    changed,
    busy,
    conflict,
    takeTheirs() {
      setBase(stored);
      setDraft(toDraft(stored.body));
      setProblem(null);
    },
    save,
    setActive,
    problem,
    activeProblem,
    news,
    followed,
  };
};

/** Whose yes is asked for by what was saved. */
const askedWords = (before: UserJson, after: UserJson): string => {
  const asked = after.senders.filter(
    ({ id, status }) => status === 'pending' && !before.senders.some((sender) => sender.id === id),
  );
  return asked.length === 0
    ? ''
    : ` The owner of ${named(asked.map(({ display }) => display))} is asked by mail.`;
};
