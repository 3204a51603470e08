/** User name and password: the password stands here once, after it was made. */

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import type { UserJson } from '../../../src/http/contract/users.ts';
import { api } from '../../api.ts';
import { keys } from '../../query.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { AlertDialog } from '../../ui/dialog.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { Time } from '../../ui/time.tsx';

/** A password as it was made; `kept` once it was copied. */
export type Secret = { user: string; password: string; kept: boolean };

export const UserNameField = ({
  value,
  stored,
  error,
  onChange,
}: {
  value: string;
  /** The name that is in use; null for a new user. */
  stored: string | null;
  error: string | undefined;
  onChange(value: string): void;
}): ReactNode => (
  <TextField
    label="User name"
    value={value}
    maxLength={64}
    autoCapitalize="off"
    error={error}
    hint={nameHint(value, stored)}
    onChange={onChange}
  />
);

const nameHint = (value: string, stored: string | null): string => {
  if (stored === null) return 'What a mail client logs in with. Left empty, one is made.';
  return value === stored
    ? 'What a mail client logs in with.'
    : `Once saved, mail clients that log in as “${stored}” are refused.`;
};

export const PasswordPanel = ({
  list,
  user,
  secret,
  onSecret,
}: {
  list: string;
  user: UserJson;
  secret: Secret | null;
  onSecret(secret: Secret | null): void;
}): ReactNode => {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const reset = async (): Promise<void> => {
    const { password } = await api.users.resetPassword(list, user.id);
    // The user is another one now: a form saved next goes by its new state.
    await client.invalidateQueries({ queryKey: keys.user(list, user.id) });
    onSecret({ user: user.id, password, kept: false });
  };
  return (
    <div className="password">
      {secret ? (
        <ShownPassword key={secret.password} secret={secret} onSecret={onSecret} />
      ) : (
        <p>
          <strong>Password</strong> made <Time at={user.passwordChangedAt} />
          <span className="hint password-words">It cannot be shown again: if it is lost, reset it.</span>
        </p>
      )}
      <Button icon="refresh" onClick={() => setAsked(true)}>
        Reset password
      </Button>
      <AlertDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Reset the password of “${user.username}”?`}
        confirm="Reset password"
        onConfirm={reset}
      >
        <p>
          The present password stops working at once, in sessions that are logged in, too. Every mail client
          that uses it is refused until it is given the new one.
        </p>
      </AlertDialog>
    </div>
  );
};

const ShownPassword = ({
  secret,
  onSecret,
}: {
  secret: Secret;
  onSecret(secret: Secret | null): void;
}): ReactNode => {
  const input = useRef<HTMLInputElement>(null);
  const keep = (): void => onSecret({ ...secret, kept: true });
  useEffect(() => {
    // After the dialog has given the focus back, or the page's heading has taken it.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        input.current?.focus({ preventScroll: true });
        input.current?.scrollIntoView({ block: 'center' });
      }),
    );
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div className="password-shown">
      <Field
        label="Password"
        hint={
          secret.kept
            ? 'Copied. It goes from here when you leave this page, and is shown nowhere else.'
            : 'Shown this once. Copy it now: it goes when you leave this page, and is shown nowhere else.'
        }
      >
        {(control) => (
          <div className="password-line">
            <input
              ref={input}
              {...control}
              className="input mono"
              readOnly
              value={secret.password}
              spellCheck={false}
              autoComplete="off"
              onFocus={(event) => event.currentTarget.select()}
              onCopy={keep}
            />
            <CopyButton
              text={secret.password}
              label="Copy password"
              iconOnly={false}
              size="normal"
              onCopy={keep}
            />
          </div>
        )}
      </Field>
    </div>
  );
};
