/** Saving a list as one file, and taking such a file into a list. */

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent, type ReactNode } from 'react';

import type { ImportReport } from '../../src/http/contract/archives.ts';
import { api } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

type Props = { list: string; name: string; onClose(): void };

export const ArchiveDialogs = ({ what, ...props }: Props & { what: 'export' | 'import' }): ReactNode =>
  what === 'export' ? <ExportList {...props} /> : <ImportList {...props} />;

const ExportList = ({ list, name, onClose }: Props): ReactNode => (
  <Dialog
    open
    onClose={onClose}
    title={`Export the list “${name}”`}
    description="One file with its users, senders and messages, for another SMTP+ or for safe keeping."
    footer={
      <>
        <Button onClick={onClose}>Cancel</Button>
        <a className="button button-primary" href={api.lists.exportUrl(list)} download onClick={onClose}>
          Export list
        </a>
      </>
    }
  >
    <p>
      Keep the file secret: it holds the mail, and the hashes of the users’ passwords. Verification links,
      sessions and decisions are not in it.
    </p>
  </Dialog>
);

const ImportList = ({ list, name, onClose }: Props): ReactNode => {
  const client = useQueryClient();
  const form = useId();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!file) return;
    setBusy(true);
    setProblem(null);
    try {
      setReport(await api.lists.import(list, file));
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
    await client.invalidateQueries();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Import into the list “${name}”`}
      description="Takes a file that “Export list …” made. What is there already stays as it is."
      footer={
        report ? (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              kind="primary"
              type="submit"
              form={form}
              disabled={busy || !file}
              {...(file ? {} : { reason: 'Choose a file first' })}
            >
              {busy ? 'Importing …' : 'Import list'}
            </Button>
          </>
        )
      }
    >
      {report ? (
        <Outcome report={report} />
      ) : (
        <form id={form} onSubmit={(event) => void send(event)}>
          <Field
            label="File"
            hint="Users in it may log in with their passwords. Its senders have to be verified here, unless they are already."
          >
            {(control) => (
              <input
                {...control}
                type="file"
                className="input"
                accept=".tar,application/x-tar"
                onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
              />
            )}
          </Field>
        </form>
      )}
      {problem !== null && <ProblemNotice error={problem} focus />}
    </Dialog>
  );
};

const Outcome = ({ report: { users, messages, refused, problems } }: { report: ImportReport }): ReactNode => (
  <div role="status">
    <p>
      {count(users.added, 'user')} and {count(messages.added, 'message')} imported;{' '}
      {count(users.there, 'user')} and {count(messages.there, 'message')} were there already.
    </p>
    {refused > 0 && (
      <>
        <p>{count(refused, 'record')} could not be taken:</p>
        <ul>
          {problems.map(({ file, line, message }) => (
            <li key={`${file} ${line} ${message}`}>
              <code>{line === null ? file : `${file}, line ${line}`}</code> {message}
            </li>
          ))}
        </ul>
      </>
    )}
  </div>
);

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
