/** Adding a user. */

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { useNow } from '../../clock.ts';
import { api } from '../../api.ts';
import { useKey } from '../../keys.ts';
import { releaseGuards, useLeaveGuard } from '../../leave-guard.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { useListName } from '../../shell/current-list.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ActiveSwitch } from './active-switch.tsx';
import { UserNameField, type Secret } from './credentials.tsx';
import { EMPTY, isChanged, withSender, type Draft } from './draft.ts';
import { entriesOf } from './entries.ts';
import { fieldErrors, wholeProblem } from './field-errors.ts';
import { firstInvalid } from './first-invalid.ts';
import { FormFoot } from './form-foot.tsx';
import { useKnownSenders, UserFields } from './user-fields.tsx';

export const NewUser = ({
  list,
  add,
  onCreated,
}: {
  list: string;
  /** A sender to begin with. */
  add: string | null;
  onCreated(secret: Secret): void;
}): ReactNode => {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const now = useNow();
  const [draft, setDraft] = useState<Draft>(() => (add === null ? EMPTY : withSender(EMPTY, add)));
  const [active, setActive] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useLeaveGuard(isChanged(EMPTY, draft), 'The new user is not saved.');

  const known = useKnownSenders(list, NONE);
  const senders = (
    [
      [draft.authorizedDomains, 'domain'],
      [draft.authorizedSenders, 'address'],
    ] as const
  ).flatMap(([text, kind]) =>
    entriesOf(text, kind, known, { now, types: false }).flatMap(({ sender }) => sender ?? []),
  );
  const ready = senders.some(({ status }) => status === 'verified');

  const cancel = (): void => {
    releaseGuards();
    navigate(paths.smtpPlus(list));
  };
  useKey('back', () => navigate(paths.smtpPlus(list)));
  // Nothing is to be read here before one types; but a telephone would cover half the page with its keyboard.
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) form.current?.querySelector('input')?.focus();
  }, []);

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || firstInvalid(form.current, draft)) return;
    setBusy(true);
    setProblem(null);
    try {
      const { username, ...rest } = draft;
      const { body, etag } = await api.users.create(list, {
        ...rest,
        ...(username === '' ? {} : { username }),
        active: active && ready,
      });
      const { user, password } = body;
      client.setQueryData(keys.user(list, user.id), { body: user, etag });
      releaseGuards();
      onCreated({ user: user.id, password, kept: false });
      navigate(paths.user(list, user.id), { replace: true });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };

  const errors = fieldErrors(problem);
  const whole = wholeProblem(problem);
  return (
    <Page title="Add new user" within={useListName(list)}>
      <form ref={form} className="user-form" noValidate onSubmit={(event) => void create(event)}>
        <section className="card card-pad form-part" aria-labelledby="form-credentials">
          <h2 id="form-credentials">Credentials</h2>
          <UserNameField
            value={draft.username}
            stored={null}
            error={errors.username}
            onChange={(username) => setDraft((before) => ({ ...before, username }))}
          />
          <p className="hint">The password is made on Save, and shown once.</p>
        </section>
        <ActiveSwitch
          active={active && ready}
          senders={ready ? senders : NONE}
          unsaved={draft.authorizedDomains !== '' || draft.authorizedSenders !== ''}
          problem={null}
          onChange={setActive}
        />
        <UserFields
          list={list}
          draft={draft}
          errors={errors}
          senders={NONE}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        {whole !== null && <ProblemNotice error={whole} focus />}
        <FormFoot busy={busy} news={null} onCancel={cancel} />
      </form>
    </Page>
  );
};

const NONE: [] = [];
