/** Adding a list, and deleting one with all that is in it. */

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { DEFAULT_LIST } from '../../src/model/list.ts';
import { api } from '../api.ts';
import { paths } from '../paths.ts';
import { keys } from '../query.ts';
import { ApiProblem } from '../request.ts';
import { Button } from '../ui/button.tsx';
import { AlertDialog, Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { toast } from '../ui/toast.tsx';
import { useCounts } from './foot.tsx';

type Props = { list: string; name: string; onClose(): void };

export const ListDialogs = ({ what, ...props }: Props & { what: 'add' | 'delete' }): ReactNode =>
  what === 'add' ? <AddList onClose={props.onClose} /> : <DeleteList {...props} />;

const AddList = ({ onClose }: { onClose(): void }): ReactNode => {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const form = useId();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const atField = problem instanceof ApiProblem && (problem.status === 422 || problem.status === 409);

  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const list = await api.lists.create({ name });
      await client.invalidateQueries({ queryKey: keys.lists });
      onClose();
      navigate(paths.smtpPlus(list.id));
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a list"
      description="A list has users, senders, messages and sessions of its own."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} disabled={busy}>
            Add list
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void add(event)}>
        <TextField
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={setName}
          error={atField ? (problem.errors[0]?.message ?? problem.detail) : null}
          hint="Its address is made from the name, such as /lists/spring-sale/…"
        />
      </form>
      {problem !== null && !atField && <ProblemNotice error={problem} focus />}
    </Dialog>
  );
};

const DeleteList = ({ list, name, onClose }: Props): ReactNode => {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const counts = useCounts(list).data;
  const remove = async (): Promise<void> => {
    await api.lists.remove(list);
    navigate(paths.smtpPlus(DEFAULT_LIST));
    await client.invalidateQueries({ queryKey: keys.lists });
    toast({ title: `List “${name}” is deleted` });
  };
  return (
    <AlertDialog
      open
      onClose={onClose}
      title={`Delete the list “${name}”?`}
      confirm="Delete list"
      onConfirm={remove}
    >
      <p>
        {counts
          ? `${count(counts.users, 'user')} and ${count(counts.messages, 'message')} go with it, and its senders, sessions and faults.`
          : 'Its users, senders, messages, sessions and faults go with it.'}{' '}
        Mail clients that log in as one of its users are refused at once. This cannot be undone.
      </p>
    </AlertDialog>
  );
};

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
