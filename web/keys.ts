/** The keyboard: one table, from which keys are bound and the sheet behind `?` is made. */

import { useLayoutEffect, useRef } from 'react';

/** A key as `KeyboardEvent.key` has it; `Mod+` is Ctrl or Command; two with a blank between are pressed one after the other. */
export const KEYS = [
  { id: 'palette', keys: 'Mod+k', words: 'Go to anything, or paste an SMTP error', group: 'Everywhere' },
  { id: 'help', keys: '?', words: 'This sheet', group: 'Everywhere' },
  { id: 'go-smtp-plus', keys: 'g s', words: 'Go to SMTP+', group: 'Everywhere' },
  { id: 'go-inbox', keys: 'g i', words: 'Go to Inbox', group: 'Everywhere' },
  { id: 'go-sessions', keys: 'g e', words: 'Go to Sessions', group: 'Everywhere' },
  { id: 'go-form', keys: 'g f', words: 'Go to Online form', group: 'Everywhere' },
  { id: 'go-rules', keys: 'g r', words: 'Go to Rules', group: 'Everywhere' },
  { id: 'search', keys: '/', words: 'Search in this page', group: 'In a page' },
  { id: 'next', keys: 'j', words: 'Next row, or the next one where one is open', group: 'In a page' },
  {
    id: 'previous',
    keys: 'k',
    words: 'Previous row, or the one before where one is open',
    group: 'In a page',
  },
  { id: 'open', keys: 'Enter', words: 'Open the row', group: 'In a page' },
  {
    id: 'previous-item',
    keys: '[',
    words: 'Open the message or session before this one',
    group: 'In a page',
  },
  { id: 'next-item', keys: ']', words: 'Open the message or session after this one', group: 'In a page' },
  { id: 'save', keys: 'Mod+enter', words: 'Save or send the form', group: 'In a page' },
  { id: 'back', keys: 'Escape', words: 'Back to the list, or close', group: 'In a page' },
] as const;

export type KeyId = (typeof KEYS)[number]['id'];

/**
 * Calls the handler at this key while the component is there and `enabled`; of several the newest is called. A key counts
 * from the moment at which what it acts on is drawn, hence the layout effects: people press the next key by what they see.
 */
export const useKey = (id: KeyId, handler: () => void, enabled = true): void => {
  const latest = useRef(handler);
  useLayoutEffect(() => void (latest.current = handler));
  useLayoutEffect(() => {
    if (!enabled) return;
    const mine = (): void => latest.current();
    handlers.set(id, [...(handlers.get(id) ?? []), mine]);
    return () => void handlers.set(id, handlers.get(id)?.filter((one) => one !== mine) ?? []);
  }, [id, enabled]);
};

/** Binds the table to the window; once, by the shell. `singles` says whether keys without a modifier count. */
export const listenToKeys = (singles: () => boolean): (() => void) => {
  const read = createKeyReader();
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const id = read(event);
    if (id === 'save') {
      formOf(event.target)?.requestSubmit();
      return;
    }
    if (id === null || isOverlaid()) return;
    // Back is no letter that somebody could type or dictate by mistake.
    const single = id !== 'palette';
    if (single && (isTyping(event.target) || (id !== 'back' && !singles()))) return;
    const handler = handlers.get(id)?.at(-1);
    if (!handler) return;
    event.preventDefault();
    handler();
  };
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
};

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Tells the id of the row that a key completes; remembers the first key of two. */
export const createKeyReader = (): ((pressed: Pressed) => KeyId | null) => {
  let before = '';
  return ({ key, ctrlKey, metaKey, altKey }) => {
    const name = ctrlKey || metaKey ? `Mod+${key.toLowerCase()}` : key;
    const found = altKey
      ? undefined
      : (KEYS.find(({ keys }) => keys === `${before} ${name}`) ?? KEYS.find(({ keys }) => keys === name));
    before = found ? '' : name;
    // The browser opens a link by Enter itself.
    return found && found.id !== 'open' ? found.id : null;
  };
};

const handlers = new Map<KeyId, (() => void)[]>();

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(textarea|select)$/i.test(target.tagName) ||
    (target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|reset)$/.test(target.type)));

/** That of the dialog or the page that one is in, wherever in it the focus is. */
const formOf = (target: EventTarget | null): HTMLFormElement | null => {
  const place = isOverlaid() ? target : document.querySelector('main');
  const around = place instanceof Element ? (place.closest('[role="dialog"]') ?? place) : null;
  return around?.querySelector('form') ?? null;
};

/**
 * Dialogs and menus have keys and focus of their own, until they are closed, though they may still fade out; a note that appears,
 * which is a dialog by role as well, takes none.
 */
export const isOverlaid = (): boolean =>
  document.querySelector(
    ':is([role="dialog"]:not(.toast), [role="alertdialog"]:not(.toast), [role="menu"]):not([data-closed])',
  ) !== null;
