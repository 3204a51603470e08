/** What a verification mail asks for, as a button, and how it stands with that now. */

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import type { SenderJson } from '../../../src/http/contract/senders.ts';
import { api } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { keys } from '../../query.ts';
import { SenderName } from '../../parts/sender-name.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { verificationState } from './verification-state.ts';

export const VerificationNotice = ({ message }: { message: MessageDetail }): ReactNode => {
  const { id, list } = message;
  const now = useNow();
  const senders = useQuery({
    queryKey: keys.senders(list),
    queryFn: ({ signal }) => api.senders.list(list, signal),
  });
  const links = useQuery({
    queryKey: [...keys.message(id), 'links'],
    queryFn: ({ signal }) => api.messages.links(id, signal),
    staleTime: Infinity,
  });
  const link = links.data?.links.find((one) => one.includes('/verify/'));
  if (!senders.data) return null;
  const { state, sender } = verificationState(message, senders.data, now);
  return (
    <div className="notice verification">
      <Icon name="inbox" />
      <div>
        <Words state={state} sender={sender} />
        {state === 'waiting' && sender && link !== undefined && (
          <VerifyLink href={link}>{`Verify ${sender.display}`}</VerifyLink>
        )}
      </div>
    </div>
  );
};

/** It is what comes next: who has come to this page by the keyboard, and has not gone on yet, finds the focus on it. */
const VerifyLink = ({ href, children }: { href: string; children: string }): ReactNode => {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (document.activeElement?.localName === 'h1') link.current?.focus();
  }, []);
  return (
    <a ref={link} className="button button-primary" href={href} target="_blank" rel="noreferrer">
      {children}
      <Icon name="external" />
    </a>
  );
};

type Told = ReturnType<typeof verificationState>;

const Words = ({ state, sender }: { state: Told['state']; sender: SenderJson | null }): ReactNode => {
  if (!sender)
    return (
      <p>No user of this list names this sender any more, so that the link in this mail leads nowhere.</p>
    );
  switch (state) {
    case 'verified':
      return (
        <Status state="verified">
          <SenderName sender={sender} /> is verified
        </Status>
      );
    case 'superseded':
      return (
        <p>
          A newer mail for <SenderName sender={sender} /> was sent; only the link in that one works.
        </p>
      );
    case 'expired':
      return (
        <>
          <Status state="expired">The link has expired</Status>
          <p>
            Send a new one with Resend on the page of a user who names <SenderName sender={sender} />.
          </p>
        </>
      );
    default:
      return (
        <>
          <Status state="pending">
            <SenderName sender={sender} /> waits for verification
          </Status>
          <p>
            Its owner confirms with the button of the page behind this link
            {sender.expiresAt !== null && (
              <>
                ; it expires <Time at={sender.expiresAt} />
              </>
            )}
            .
          </p>
        </>
      );
  }
};
