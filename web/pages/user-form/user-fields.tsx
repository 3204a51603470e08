/** The fields that adding and editing a user share, below the credentials. */

import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';

import { PRIORITIES, PRIORITY_WORDS, type Priority } from '../../../src/model/priority.ts';
import type { SenderJson } from '../../../src/http/contract/senders.ts';
import { api, type MessageQuery } from '../../api.ts';
import { keys } from '../../query.ts';
import { Select, TextArea } from '../../ui/field.tsx';
import { joined, type Draft, type DraftField } from './draft.ts';
import { SenderField } from './sender-field.tsx';

export type FieldErrors = Partial<Record<DraftField, string>>;

export const UserFields = ({
  list,
  draft,
  onChange,
  errors,
  senders,
}: {
  list: string;
  draft: Draft;
  /** What changes; told of both fields at once where an entry moves. */
  onChange(change: Partial<Draft>): void;
  errors: FieldErrors;
  /** Those of the user as stored. */
  senders: readonly SenderJson[];
}): ReactNode => {
  const known = useKnownSenders(list, senders);
  const mails = useVerificationMails(
    list,
    known.some(({ status }) => status === 'pending'),
  );
  return (
    <>
      <section className="card card-pad form-part" aria-labelledby="form-senders">
        <h2 id="form-senders">Senders</h2>
        <p className="hint">
          What it may send as, in MAIL FROM and in From. The owner of each is mailed a link and has to
          confirm; of a domain that is its postmaster.
        </p>
        {SENDER_FIELDS.map(({ field, other, kind }) => (
          <SenderField
            key={field}
            {...{ list, kind, known, mails }}
            text={draft[field]}
            error={errors[field] ?? null}
            onChange={(text) => onChange({ [field]: text })}
            onMove={(entry) => onChange({ [other]: joined(draft[other], entry) })}
          />
        ))}
      </section>
      <section className="card card-pad form-part" aria-labelledby="form-more">
        <h2 id="form-more">Messages and note</h2>
        <Select
          label="Priority"
          value={String(draft.priority)}
          options={PRIORITIES.map((n) => ({ value: String(n), label: PRIORITY_WORDS[n] }))}
          hint="Mail clients show it with each message, which may ask for a higher one itself."
          error={errors.priority}
          onChange={(value) => onChange({ priority: Number(value) as Priority })}
        />
        <TextArea
          label="Note"
          value={draft.note}
          rows={2}
          maxLength={4000}
          hint="For you and your colleagues: such as who uses it, and where its password is set."
          error={errors.note}
          onChange={(note) => onChange({ note })}
        />
      </section>
    </>
  );
};

const SENDER_FIELDS = [
  { field: 'authorizedDomains', other: 'authorizedSenders', kind: 'domain' },
  { field: 'authorizedSenders', other: 'authorizedDomains', kind: 'address' },
] as const;

/** The user's own first, then those of the list: another user may have named the same. */
export const useKnownSenders = (list: string, own: readonly SenderJson[]): SenderJson[] => {
  const query = useQuery({
    queryKey: keys.senders(list),
    queryFn: ({ signal }) => api.senders.list(list, signal),
  });
  return useMemo(() => [...own, ...(query.data ?? [])], [own, query.data]);
};

/** The newest verification mail to each address. */
const useVerificationMails = (list: string, wanted: boolean): ReadonlyMap<string, string> => {
  const filter: MessageQuery = { list, from: 'verify@smtp-plus.invalid', limit: 1000 };
  const { data } = useQuery({
    queryKey: keys.messages(list, filter),
    queryFn: ({ signal }) => api.messages.list(filter, signal),
    enabled: wanted,
  });
  return useMemo(
    () =>
      new Map(
        (data?.items ?? [])
          .toReversed()
          .flatMap(({ id, kind, rcptTo }) =>
            kind === 'verification' ? rcptTo.map((to) => [to.toLowerCase(), id] as const) : [],
          ),
      ),
    [data],
  );
};
