/** An online form with three back-ends side by side, which really send: two are refused and told why, one is accepted. */

import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';

import type { UserJson } from '../../../src/http/contract/users.ts';
import { api } from '../../api.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';
import { useCurrentList, useListName } from '../../shell/current-list.ts';
import { Button } from '../../ui/button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { AccountFields } from './account-fields.tsx';
import { BACK_ENDS } from './back-ends.ts';
import './demo-form.css';
import { LoginRefused } from './login-refused.tsx';
import { Outcome } from './outcome.tsx';
import { ownAddress } from './own-address.ts';
import { useFormUrl } from './use-form-url.ts';
import { useSubmit } from './use-submit.ts';
import { VisitorFields } from './visitor-fields.tsx';

export const DemoFormPage = (): ReactNode => {
  const list = useCurrentList();
  const users = useQuery({
    queryKey: keys.users(list),
    queryFn: ({ signal }) => api.users.list(list, signal),
  });
  return (
    <Page title="Online form" within={useListName(list)}>
      <p className="form-intro">
        A contact form must not put its visitor in From: nobody has verified that address. Send one message by
        three back-ends, over SMTP, and see what each is answered. <code>X-Mailer</code> marks them as forms,
        which <Link href={paths.rules('from.form-supplied')}>from.form-supplied</Link> looks at.
      </p>
      <Loaded query={users} lines={10}>
        {(found) => <DemoForm key={list} list={list} users={found} />}
      </Loaded>
    </Page>
  );
};

const DemoForm = ({ list, users }: { list: string; users: readonly UserJson[] }): ReactNode => {
  const [form, change] = useFormUrl();
  // In memory alone, each user's own.
  const [passwords, setPasswords] = useState<Readonly<Record<string, string>>>({});
  const { progress, submit } = useSubmit(list, (sent) => change({ sent }));
  const user = users.find(({ id, active }) => active && id === form.user) ?? null;
  const password = passwords[user?.id ?? ''] ?? '';
  const address = form.address ?? (user ? ownAddress(user) : '');
  const errors = fieldErrors(progress.error);
  const sending = progress.sending !== null;
  const done = BACK_ENDS.filter(({ kind }) => form.sent[kind] ?? progress.unrecorded[kind]).length;

  const send = (): void => {
    if (user) void submit({ username: user.username, password, address, visitor: form.visitor });
  };
  const setPassword = (id: string, to: string): void => setPasswords((before) => ({ ...before, [id]: to }));

  return (
    <>
      <form
        className="demo-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (user && !sending && password !== '') send();
        }}
      >
        <VisitorFields visitor={form.visitor} errors={errors} onChange={(visitor) => change({ visitor })} />
        <AccountFields
          list={list}
          users={users}
          account={{ user, password, address }}
          errors={errors}
          onUser={(id) => change({ user: id, address: null })}
          onPassword={(to) => setPassword(user?.id ?? '', to)}
          onAddress={(to) => change({ address: to })}
          onDemoUser={(made) => {
            setPassword(made.id, made.password);
            change({ user: made.id, address: null });
          }}
        />
        <div className="actions demo-send">
          <Button
            type="submit"
            kind="primary"
            icon="send"
            disabled={sending || user === null || password === ''}
            reason={held(user, password)}
          >
            Send by all three
          </Button>
          <span role="status" className="dim">
            {sending && `Sending, ${done} of ${BACK_ENDS.length} done`}
            {!sending && done === BACK_ENDS.length && 'All three have been answered.'}
          </span>
        </div>
      </form>
      {progress.login && <LoginRefused outcome={progress.login} />}
      {progress.error !== null && Object.keys(errors).length === 0 && (
        <ProblemNotice error={progress.error} onRetry={send} focus />
      )}
      <div className="back-ends">
        {BACK_ENDS.map((backEnd) => (
          <Outcome
            key={backEnd.kind}
            backEnd={backEnd}
            sending={progress.sending === backEnd.kind}
            decision={form.sent[backEnd.kind]}
            unrecorded={progress.unrecorded[backEnd.kind]}
          />
        ))}
      </div>
    </>
  );
};

const held = (user: UserJson | null, password: string): string | undefined => {
  if (user === null) return 'Choose the user that the form logs in as, or use a demo user';
  return password === '' ? `Enter the password of “${user.username}”` : undefined;
};

/** What was refused before anything was sent, by field. */
const fieldErrors = (error: unknown): Readonly<Record<string, string>> =>
  error instanceof ApiProblem
    ? Object.fromEntries(error.errors.map(({ field, message }) => [field, message]))
    : {};
