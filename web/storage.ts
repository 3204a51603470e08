/** Settings of this browser; where it keeps nothing, they last as long as the page. */

import { useSyncExternalStore } from 'react';

const held = new Map<string, string>();
const listeners = new Set<() => void>();

export const readSetting = (name: string): string | null => {
  try {
    return localStorage.getItem(prefix + name) ?? held.get(name) ?? null;
  } catch {
    return held.get(name) ?? null;
  }
};

export const writeSetting = (name: string, value: string): void => {
  held.set(name, value);
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private windows may refuse; it holds until the page is left.
  }
  for (const listener of listeners) listener();
};

/** Value and setter; other tabs are heard as well. */
export const useSetting = (name: string, preset: string): [value: string, set: (value: string) => void] => [
  useSyncExternalStore(subscribe, () => readSetting(name) ?? preset),
  (value) => writeSetting(name, value),
];

const prefix = 'smtp-plus.';

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
};
