/** What a sender field names: each entry with its state, when its owner was asked, and what can be done. */

import { useState, type ReactNode } from 'react';

import { displaySender } from '../../../src/model/display-sender.ts';
import type { SenderKind } from '../../../src/model/sender.ts';
import { MAX_SENDERS } from '../../../src/model/sender-list.ts';
import { api } from '../../api.ts';
import { SenderName } from '../../parts/sender-name.tsx';
import { paths } from '../../paths.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { describeProblem } from '../../ui/problem-notice.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { ownerOf, shownOwner, type Entry } from './entries.ts';
import { fixesOf, type Fix } from './token-fixes.ts';

type Props = {
  list: string;
  kind: SenderKind;
  mails: ReadonlyMap<string, string>;
  onFix(entry: Entry, fix: Fix): void;
  onRemove(entry: Entry): void;
};

/** From so many on it is told how many there may be. */
const MANY = MAX_SENDERS * 0.8;

export const SenderEntries = ({ entries, ...props }: Props & { entries: readonly Entry[] }): ReactNode => {
  const told = entries.filter(({ state }) => state !== 'unfinished');
  if (told.length === 0) return null;
  return (
    <>
      <ul
        role="list"
        className="entries"
        aria-label={props.kind === 'domain' ? 'Domains named' : 'Addresses named'}
      >
        {told.map((entry) => (
          <EntryRow key={entry.token.start} entry={entry} {...props} />
        ))}
      </ul>
      {entries.length > MANY && (
        <p className="hint">
          {entries.length} of {MAX_SENDERS} entries.
        </p>
      )}
    </>
  );
};

const EntryRow = ({ entry, list, kind, mails, onFix, onRemove }: Props & { entry: Entry }): ReactNode => {
  const { token, state, sender } = entry;
  const id = `entry-${kind}-${token.start}`;
  const mail = sender ? mails.get(ownerOf(sender).toLowerCase()) : undefined;
  const waits = sender !== null && (state === 'pending' || state === 'expired');
  return (
    <li className="entry" data-state={state}>
      <div className="entry-words">
        <span id={id} className="entry-name">
          <Name entry={entry} />
        </span>
        <span className="entry-state">
          <Told entry={entry} kind={kind} />
        </span>
      </div>
      <div className="entry-actions">
        {fixesOf(token, kind).map((fix) => (
          <Button key={fix.words} size="small" onClick={() => onFix(entry, fix)}>
            {fix.words}
          </Button>
        ))}
        {waits && <Resend list={list} id={sender.id} describedBy={id} />}
        {waits && mail !== undefined && (
          <LinkButton size="small" icon="inbox" href={paths.inbox(list, mail)} aria-describedby={id}>
            Open its mail
          </LinkButton>
        )}
      </div>
      <Button
        kind="quiet"
        size="small"
        icon="close"
        iconOnly
        aria-describedby={id}
        onClick={() => onRemove(entry)}
      >
        Remove
      </Button>
    </li>
  );
};

const Name = ({ entry: { token } }: { entry: Entry }): ReactNode => {
  const value = token.value?.value;
  if (value === undefined) return token.raw;
  return <SenderName sender={{ value, display: displaySender(value) }} />;
};

const Told = ({ entry: { state, sender, token }, kind }: { entry: Entry; kind: SenderKind }): ReactNode => {
  switch (state) {
    case 'verified':
      return (
        <>
          <Status state="verified" />
          {sender?.verifiedAt && (
            <span className="hint">
              <Time at={sender.verifiedAt} />
            </span>
          )}
        </>
      );
    case 'pending':
      return (
        <>
          <Status state="pending" />
          {sender && (
            <span className="hint">
              {shownOwner(sender)} was asked <Time at={sender.requestedAt} />
              {sender.expiresAt && (
                <>
                  ; the link expires <Time at={sender.expiresAt} />
                </>
              )}
            </span>
          )}
        </>
      );
    case 'expired':
      return (
        <>
          <Status state="expired" />
          {sender && (
            <span className="hint">
              {shownOwner(sender)} was asked <Time at={sender.requestedAt} /> and did not confirm.
            </span>
          )}
        </>
      );
    case 'duplicate':
      return <span className="hint">Named above already; counts once.</span>;
    case 'new':
      return (
        <Status state="open">
          New{' '}
          <span className="hint">
            {token.value &&
              `once saved, ${shownOwner({ kind, display: displaySender(token.value.value) })} is asked`}
          </span>
        </Status>
      );
    default:
      return <Status state="fail">Not an entry of this field</Status>;
  }
};

const Resend = ({ list, id, describedBy }: { list: string; id: string; describedBy: string }): ReactNode => {
  const [told, setTold] = useState<{ words: string; failed: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const resend = async (): Promise<void> => {
    setBusy(true);
    setTold(null);
    try {
      await api.senders.resend(list, id);
      setTold({ words: 'Sent; an earlier link works no more.', failed: false });
    } catch (error) {
      setTold({ words: describeProblem(error).words, failed: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <span role="status" className={told?.failed ? 'entry-failed' : 'hint'}>
        {told?.words}
      </span>
      <Button
        size="small"
        icon="send"
        disabled={busy}
        aria-describedby={describedBy}
        onClick={() => void resend()}
      >
        Resend
      </Button>
    </>
  );
};
