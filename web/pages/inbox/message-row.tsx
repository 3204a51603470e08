/** One message in two lines: who and when; how urgent, and what about. */

import type { ReactNode } from 'react';

import type { MessageJson } from '../../../src/http/contract/messages.ts';
import { useReadable } from '../../ui/readable.tsx';
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
        <Who as="strong">{shortFrom(message)}</Who>
        <Who as="span">{` to ${shortTo(message)}`}</Who>
      </span>
      <span className="row-time dim">
        <Time at={message.at} />
      </span>
    </span>
    <span className="row-line">
      <PriorityMark priority={message.priority} />
      <span className="row-subject">{message.subject.trim() || '(no subject)'}</span>
      {message.kind === 'verification' && <Badge tone="act">Verification</Badge>}
      {message.kind === 'bounce' && <Badge tone="fail">Bounce</Badge>}
    </span>
  </>
);

/** On pointing the address as it is, by which look-alikes are told apart. */
const Who = ({ as: Element, children }: { as: 'strong' | 'span'; children: string }): ReactNode => {
  const shown = useReadable(children);
  return (
    <Element
      className={Element === 'span' ? 'dim' : undefined}
      title={shown === children ? undefined : children.trim()}
    >
      {shown}
    </Element>
  );
};
