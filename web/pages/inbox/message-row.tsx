/** One message in two lines: who and when; how urgent, and what about. */

import type { ReactNode } from 'react';

import type { MessageJson } from '../../../src/http/contract/messages.ts';
import { Badge } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { shortFrom, shortTo } from './short-address.ts';

/** In CSS pixels: two lines of 20, and 8 around them. */
export const ROW_HEIGHT = 57;

export const MessageRow = ({ message }: { message: MessageJson }): ReactNode => (
  <>
    <span className="row-line">
      <span className="row-who">
        <strong>{shortFrom(message)}</strong>
        <span className="dim"> to {shortTo(message)}</span>
      </span>
      <span className="row-time dim">
        <Time at={message.at} />
      </span>
    </span>
    <span className="row-line">
      <PriorityMark priority={message.priority} />
      <span className="row-subject">{message.subject.trim() || '(no subject)'}</span>
      {message.kind === 'verification' && <Badge tone="act">Verification</Badge>}
    </span>
  </>
);
