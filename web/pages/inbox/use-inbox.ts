/** The inbox of a list: its search in the URL, its live list, and the way from one message to the next. */

import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';

import type { MessageJson } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import type { LiveEvent } from '../../events.ts';
import { useLiveList, type LiveList } from '../../parts/live-list.ts';
import { useSteps, type Steps } from '../../parts/step-buttons.tsx';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { formatSearch, parseSearch, type MessageSearch } from './search-text.ts';

export type Inbox = {
  messages: LiveList<MessageJson>;
  search: MessageSearch;
  /** As it stands in the field. */
  text: string;
  setText(text: string): void;
  /** Of a message, with the search kept; of the list where it is left out. */
  hrefOf(id: string | undefined): string;
  go(id: string | undefined): void;
  steps: Steps;
  onTop(atTop: boolean): void;
};

export const useInbox = (list: string, open: string | undefined): Inbox => {
  const [, navigate] = useLocation();
  const search = useSearchOfUrl();
  const words = formatSearch(search);
  const field = useSearchField(words, (text) =>
    navigate(paths.inbox(list, open, given(parseSearch(text))), { replace: true }),
  );
  const [atTop, setAtTop] = useState(true);
  // Another search or list begins at its top.
  const [shown, setShown] = useState([list, words].join());
  if (shown !== [list, words].join()) {
    setShown([list, words].join());
    setAtTop(true);
  }
  const messages = useLiveList<MessageJson>({
    queryKey: keys.messages(list, { list, ...search }),
    fetchPage: (page, signal) => api.messages.list({ list, ...search, ...page }, signal),
    hold: open !== undefined || !atTop,
    goneBy: (event) => goneBy(list, event),
  });
  const hrefOf = (id: string | undefined): string => paths.inbox(list, id, given(search));
  return {
    ...{ messages, search, ...field, hrefOf },
    go: (id) => navigate(hrefOf(id), { replace: open !== undefined && id !== undefined }),
    steps: useSteps(messages.data, open, messages.loadMore),
    onTop: setAtTop,
  };
};

const useSearchOfUrl = (): MessageSearch => {
  const [params] = useSearchParams();
  return given({ q: params.get('q') ?? '', from: params.get('from') ?? '', to: params.get('to') ?? '' });
};

const given = (search: MessageSearch): Record<string, string> =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''));

/** What is typed goes into the URL when the fingers rest; a URL that changed by itself comes into the field. */
const useSearchField = (
  words: string,
  commit: (text: string) => void,
): { text: string; setText(text: string): void } => {
  const [text, setText] = useState(words);
  const [before, setBefore] = useState(words);
  if (words !== before) {
    setBefore(words);
    if (formatSearch(parseSearch(text)) !== words) setText(words);
  }
  const latest = useRef(commit);
  useEffect(() => void (latest.current = commit));
  useEffect(() => {
    if (formatSearch(parseSearch(text)) === words) return;
    const timer = setTimeout(() => latest.current(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text, words]);
  return { text, setText };
};

const REST_MS = 150;

const goneBy = (list: string, event: LiveEvent): string | true | null => {
  if (event.list !== list) return null;
  if (event.type === 'messages') return true;
  return event.type === 'message' && event.action === 'deleted' ? event.id : null;
};
