/**
 * The field of authorized domains or senders. It is one plain text, as in the API, so that typing, pasting, undoing and
 * dictating are the browser's; each entry is drawn as a token behind its letters, and told with its state below.
 */

import { useState, type ReactNode } from 'react';

import type { SenderJson } from '../../../src/http/contract/senders.ts';
import { MAX_SENDERS, parseSenderList } from '../../../src/model/sender-list.ts';
import type { SenderKind } from '../../../src/model/sender.ts';
import { useNow } from '../../clock.ts';
import { Field } from '../../ui/field.tsx';
import { FIELDS } from './draft.ts';
import { entriesOf, type Entry } from './entries.ts';
import { SenderEntries } from './sender-entries.tsx';
import { replaceToken, type Fix } from './token-fixes.ts';

export type SenderFieldProps = {
  list: string;
  kind: SenderKind;
  text: string;
  onChange(text: string): void;
  /** An entry that belongs into the other field. */
  onMove(entry: string): void;
  /** What the list knows of its senders. */
  known: readonly SenderJson[];
  /** What the service said of the field as it is now. */
  error: string | null;
  /** Ids of verification mails by the address that they went to. */
  mails: ReadonlyMap<string, string>;
};

export const SenderField = ({
  list,
  kind,
  text,
  onChange,
  onMove,
  known,
  error,
  mails,
}: SenderFieldProps): ReactNode => {
  const now = useNow();
  const [types, setTypes] = useState(false);
  const entries = entriesOf(text, kind, known, { now, types });
  const fix = (entry: Entry, { stays, moves }: Fix): void => {
    onChange(replaceToken(text, entry.token, stays));
    if (moves !== '') onMove(moves);
  };
  return (
    <div className="sender-field">
      <Field label={LABELS[kind]} hint={HINTS[kind]} error={error ?? errorOf(text, kind, entries)}>
        {(control) => (
          <div className="token-text">
            <div className="input token-mirror" aria-hidden="true">
              {drawn(text, entries)}
            </div>
            <textarea
              {...control}
              className="input"
              rows={1}
              value={text}
              placeholder={PLACEHOLDERS[kind]}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              inputMode={kind === 'address' ? 'email' : 'url'}
              onBlur={() => setTypes(false)}
              onKeyDown={(event) => {
                // With Ctrl it saves, as everywhere.
                if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
                event.preventDefault();
                if (!/(^|;)\s*$/.test(text)) onChange(`${text};`);
              }}
              onChange={(event) => {
                setTypes(true);
                onChange(inOneLine(event.currentTarget.value));
              }}
            />
          </div>
        )}
      </Field>
      <SenderEntries
        {...{ list, entries, mails, kind }}
        onFix={fix}
        onRemove={({ token }) => onChange(replaceToken(text, token, ''))}
      />
    </div>
  );
};

const LABELS = { domain: FIELDS.authorizedDomains, address: FIELDS.authorizedSenders };

const HINTS = {
  domain: 'Separated by semicolons. Each stands for every address of its own, and for none of a sub-domain.',
  address: 'Addresses, separated by semicolons.',
};

const PLACEHOLDERS = { domain: 'acme.com;shop.acme.com', address: 'sales@acme.com;info@acme.com' };

/** A column that is pasted is separated as by semicolons. */
const inOneLine = (text: string): string => text.replace(/\s*;?\s*[\r\n]+\s*/g, ';');

/** Every entry that is wrong, by its number where there are several; else what is wrong with the whole. */
const errorOf = (text: string, kind: SenderKind, entries: readonly Entry[]): string | null => {
  const wrong = entries.flatMap(({ state, token }, at) =>
    state === 'error' && token.error
      ? [`${entries.length > 1 ? `Entry ${at + 1}: ` : ''}${token.error.message}`]
      : [],
  );
  if (wrong.length > 0) return wrong.join('\n');
  if (
    entries.some(({ state }) => state === 'unfinished') ||
    (text.length < 1000 && entries.length <= MAX_SENDERS)
  )
    return null;
  const whole = parseSenderList(text, kind);
  return whole.ok ? null : (whole.error[0]?.message ?? null);
};

/** The text as the field has it, its entries marked. */
const drawn = (text: string, entries: readonly Entry[]): ReactNode => {
  let from = 0;
  const parts = entries.map(({ token: { start, end }, state }) => {
    const before = text.slice(from, start);
    from = end;
    return (
      <span key={start}>
        {before}
        <span className={`token token-${state}`}>{text.slice(start, end)}</span>
      </span>
    );
  });
  // A last blank has no width of its own, and the field would be a line short.
  return [...parts, `${text.slice(from)}\u200b`];
};
