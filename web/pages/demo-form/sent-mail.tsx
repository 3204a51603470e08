/** The mail as its recipient gets it, in brief, and the way to it in the inbox. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import { paths } from '../../paths.ts';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Loaded } from '../../ui/loaded.tsx';

export const SentMail = ({ id }: { id: string }): ReactNode => {
  const message = useQuery({
    queryKey: keys.message(id),
    queryFn: ({ signal }) => api.messages.get(id, signal),
  });
  return (
    <Loaded query={message} lines={4} problem={deleted}>
      {(found) => <Mail message={found} />}
    </Loaded>
  );
};

const deleted = (error: Error): ReactNode =>
  error instanceof ApiProblem && error.status === 404 ? (
    <p className="dim">The mail has been deleted since.</p>
  ) : null;

const FIELDS = ['From', 'Reply-To', 'To', 'Subject'] as const;

const Mail = ({ message }: { message: MessageDetail }): ReactNode => (
  <article className="sent-mail" aria-label="The mail as it arrived">
    <dl>
      {FIELDS.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{message.headers.find((one) => one.name.toLowerCase() === name.toLowerCase())?.value}</dd>
        </div>
      ))}
    </dl>
    <p className="sent-text">{message.text?.trim()}</p>
    <LinkButton size="small" icon="inbox" href={paths.inbox(message.list, message.id)}>
      Open in the inbox
    </LinkButton>
  </article>
);
