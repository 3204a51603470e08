/** What is known of a message: the fields that people read, the envelope that the policy judged, and where more stands. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import { paths } from '../../paths.ts';
import { Readable } from '../../ui/readable.tsx';
import { Time } from '../../ui/time.tsx';
import { PriorityBadge } from './priority-mark.tsx';
import { formatSize } from '../../parts/size.ts';

export const MessageFacts = ({ message }: { message: MessageDetail }): ReactNode => (
  <dl className="facts">
    <Fact name="From">
      <Readable>{message.from || message.mailFrom}</Readable>
    </Fact>
    <Fact name="To">
      {message.to === '' ? <span className="dim">no To field</span> : <Readable>{message.to}</Readable>}
    </Fact>
    <Fact name="Envelope">
      <Readable>{message.mailFrom || '<>'}</Readable> → <Recipients all={message.rcptTo} />
    </Fact>
    <Fact name="Received">
      <span className="facts-line">
        <Time at={message.at} exact />
        <span>{formatSize(message.size)}</span>
        <PriorityBadge priority={message.priority} />
        {message.username !== null && (
          <span>
            sent by{' '}
            {message.userId === null ? (
              message.username
            ) : (
              <Link href={paths.user(message.list, message.userId)}>{message.username}</Link>
            )}
          </span>
        )}
        {message.sessionId !== null && (
          <Link href={paths.sessions(message.list, message.sessionId)}>Transcript</Link>
        )}
      </span>
    </Fact>
  </dl>
);

const Fact = ({ name, children }: { name: string; children: ReactNode }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const SHOWN = 3;

const Recipients = ({ all }: { all: readonly string[] }): ReactNode =>
  all.length <= SHOWN ? (
    <Readable>{all.join(', ')}</Readable>
  ) : (
    <details>
      <summary>
        <Readable>{all[0] ?? ''}</Readable> and {all.length - 1} more
      </summary>
      <Readable>{all.slice(1).join(', ')}</Readable>
    </details>
  );
