/** Sends a message on to a server that is named here, once. */

import { useId, useState, type FormEvent, type ReactNode } from 'react';

import type { MessageJson } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import { ApiProblem } from '../../request.ts';
import { useSetting } from '../../storage.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { toast } from '../../ui/toast.tsx';

export const ReleaseDialog = ({
  message,
  open,
  onClose,
}: {
  message: MessageJson;
  open: boolean;
  onClose(): void;
}): ReactNode => {
  const form = useId();
  const [host, setHost] = useSetting('release-host', 'localhost');
  const [port, setPort] = useSetting('release-port', '25');
  const [tls, setTls] = useSetting('release-tls', 'offered');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [to, setTo] = useState(message.rcptTo[0] ?? '');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const at = (field: string): string | undefined =>
    problem instanceof ApiProblem ? problem.errors.find((one) => one.field === field)?.message : undefined;
  const atField = ['host', 'port', 'to', 'login.username', 'login.password'].some(
    (field) => at(field) !== undefined,
  );

  const close = (): void => {
    setProblem(null);
    setPassword('');
    onClose();
  };
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await api.messages.release(message.id, {
        ...{ host, port: Number(port), to },
        tls: TLS.find(({ value }) => value === tls)?.value,
        ...(username === '' && password === '' ? {} : { login: { username, password } }),
      });
      close();
      toast({ title: `Released to ${to}`, description: `${host}:${port} took it.` });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      onClose={close}
      title="Release the message"
      description="A mail server gets the message as it is stored and may deliver it for good. It stays here as well."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} disabled={busy}>
            {busy ? 'Sending …' : 'Send'}
          </Button>
        </>
      }
    >
      <form id={form} className="release" noValidate onSubmit={(event) => void send(event)}>
        <TextField label="Host" value={host} onChange={setHost} error={at('host')} required />
        <TextField
          label="Port"
          inputMode="numeric"
          value={port}
          onChange={setPort}
          error={at('port')}
          required
        />
        <TextField
          label="Recipient"
          className="release-wide"
          value={to}
          onChange={setTo}
          error={at('to')}
          required
        />
        <div className="release-wide">
          <Select label="Encryption" value={tls} options={TLS} onChange={setTls} />
        </div>
        <fieldset className="release-login">
          <legend className="field-label">Login, if the server asks for one</legend>
          <TextField
            label="User name"
            value={username}
            onChange={setUsername}
            error={at('login.username')}
            autoCapitalize="off"
          />
          <TextField
            label="Password"
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            error={at('login.password')}
          />
          <p className="hint release-wide">
            The password is kept nowhere, and goes only to a server whose certificate proves its name, or to
            this machine.
          </p>
        </fieldset>
      </form>
      {problem !== null && !atField && <ProblemNotice error={problem} focus />}
    </Dialog>
  );
};

const TLS = [
  { value: 'offered', label: 'STARTTLS where the server has it' },
  { value: 'required', label: 'STARTTLS always, with a valid certificate' },
  { value: 'implicit', label: 'TLS from the start, as on port 465' },
] as const;
