/** Editing a user: what is changed here waits for Save; switch, password and deletion act at once. */

import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import type { UserJson } from '../../../src/http/contract/users.ts';
import { useKey } from '../../keys.ts';
import { releaseGuards, useLeaveGuard } from '../../leave-guard.ts';
import { DeleteUser } from '../../parts/delete-user.tsx';
import { paths } from '../../paths.ts';
import type { Answer } from '../../request.ts';
import { useListName } from '../../shell/current-list.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { ActiveSwitch } from './active-switch.tsx';
import { ConflictNotice } from './conflict-notice.tsx';
import { PasswordPanel, UserNameField, type Secret } from './credentials.tsx';
import { withSender } from './draft.ts';
import { fieldErrors, wholeProblem } from './field-errors.ts';
import { firstInvalid, focusInvalid } from './first-invalid.ts';
import { FormFoot } from './form-foot.tsx';
import { useEdit } from './use-edit.ts';
import { UserFields } from './user-fields.tsx';

export const EditUser = ({
  list,
  stored,
  gone,
  add,
  secret,
  onSecret,
  onDelete,
}: {
  list: string;
  stored: Answer<UserJson>;
  /** Why it cannot be read any more, such as that somebody deleted it. */
  gone: Error | null;
  /** A sender to be added. */
  add: string | null;
  secret: Secret | null;
  onSecret(secret: Secret | null): void;
  /** It is about to go: nobody need ask for it any more; `false` where it stayed. */
  onDelete(goes: boolean): void;
}): ReactNode => {
  const [, navigate] = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const user = stored.body;
  const edit = useEdit(list, stored, (draft) => (add === null ? draft : withSender(draft, add)));
  const [deleting, setDeleting] = useState(false);
  const within = useListName(list);
  useLeaveGuard(edit.changed, `The changes to “${user.username}” are not saved.`);
  const loses = secret !== null && !secret.kept;
  useLeaveGuard(
    loses,
    `The password of “${user.username}” was not copied. It is shown nowhere else; you can reset it.`,
  );
  const told = useRef(0);
  useEffect(() => {
    if (edit.followed === told.current) return;
    told.current = edit.followed;
    toast({
      title: `“${user.username}” was changed elsewhere`,
      description: 'The form shows it as it is now.',
    });
  }, [edit.followed, user.username]);

  const leave = (): void => navigate(paths.smtpPlus(list));
  const cancel = (): void => {
    // Cancel says that the changes may go; of the password it says nothing.
    if (!loses) releaseGuards();
    leave();
  };
  useKey('back', leave);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (edit.busy || firstInvalid(form.current, edit.draft)) return;
    if (!(await edit.save())) focusInvalid(form.current);
  };

  const errors = fieldErrors(edit.problem);
  const whole = wholeProblem(edit.problem);
  return (
    <Page title={user.username} within={within}>
      <form ref={form} className="user-form" noValidate onSubmit={(event) => void save(event)}>
        {gone && <ProblemNotice error={gone} />}
        {add !== null && edit.changed && (
          <p className="notice" role="status">
            “{add}” is filled in among the senders below. Save, and its owner is asked.
          </p>
        )}
        {edit.conflict.length > 0 && (
          <ConflictNotice
            differences={edit.conflict}
            at={user.updatedAt}
            busy={edit.busy}
            onTheirs={edit.takeTheirs}
            onMine={() => void edit.save(true)}
          />
        )}
        <section className="card card-pad form-part" aria-labelledby="form-credentials">
          <h2 id="form-credentials">Credentials</h2>
          <UserNameField
            value={edit.draft.username}
            stored={user.username}
            error={errors.username}
            onChange={(username) => edit.change({ username })}
          />
          <PasswordPanel list={list} user={user} secret={secret} onSecret={onSecret} />
        </section>
        <ActiveSwitch
          active={user.active}
          senders={user.senders}
          unsaved={
            edit.draft.authorizedDomains !== user.authorizedDomains ||
            edit.draft.authorizedSenders !== user.authorizedSenders
          }
          problem={edit.activeProblem}
          onChange={(active) => void edit.setActive(active)}
        />
        <UserFields
          list={list}
          draft={edit.draft}
          errors={errors}
          senders={user.senders}
          onChange={edit.change}
        />
        <p className="hint">
          Added <Time at={user.createdAt} />,{' '}
          {user.lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              last used <Time at={user.lastUsedAt} />
            </>
          )}
          .
        </p>
        {whole !== null && <ProblemNotice error={whole} focus />}
        <FormFoot busy={edit.busy} news={edit.news} onCancel={cancel} onDelete={() => setDeleting(true)} />
      </form>
      <DeleteUser
        list={list}
        user={deleting ? user : null}
        onClose={() => {
          setDeleting(false);
          onDelete(false);
        }}
        onDelete={() => onDelete(true)}
        onDeleted={() => {
          releaseGuards();
          leave();
        }}
      />
    </Page>
  );
};
