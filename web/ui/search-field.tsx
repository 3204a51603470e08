/** The search field of a page: `/` leads into it, Esc empties it and then leaves it. */

import { useRef, type ReactNode } from 'react';

import { useKey } from '../keys.ts';
import './field.css';
import { Icon } from './icon.tsx';

export const SearchField = ({
  label,
  value,
  onChange,
  placeholder,
  onPaste,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  placeholder?: string;
  /** Told what was pasted; return true where it was dealt with and is not to stand in the field. */
  onPaste?(text: string): boolean;
}): ReactNode => {
  const input = useRef<HTMLInputElement>(null);
  useKey('search', () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <search className="search-field">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        className="input"
        aria-label={label}
        placeholder={placeholder ?? label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onPaste={(event) => {
          if (onPaste?.(event.clipboardData.getData('text'))) event.preventDefault();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  );
};
