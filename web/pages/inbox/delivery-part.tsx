/** The way of a message to the next hop: accepted, each try with what was said, and how it stands. */

import type { ReactNode } from 'react';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import type { DeliveryJson } from '../../../src/http/contract/way.ts';
import { DeliveryActions } from '../../parts/delivery-actions.tsx';
import { DELIVERY_WORDS, isWaiting } from '../../parts/delivery-words.ts';
import { Readable } from '../../ui/readable.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';

export const DeliveryPart = ({
  message,
  delivery,
}: {
  message: MessageDetail;
  delivery: DeliveryJson;
}): ReactNode => {
  const { status, word } = DELIVERY_WORDS[delivery.state];
  return (
    <section className="notice delivery-part" aria-label="Delivery">
      <div className="delivery-head">
        <Status state={status}>{word}</Status>
        {delivery.nextTryAt !== null && delivery.tries > 0 && (
          <span className="dim">
            next try <Time at={delivery.nextTryAt} />
          </span>
        )}
        <DeliveryActions
          list={message.list}
          delivery={delivery}
          subject={message.subject.trim() || '(no subject)'}
        />
      </div>
      <details>
        <summary>{summaryOf(delivery)}</summary>
        <ol className="delivery-way">
          <li>
            <Time at={message.at} exact /> accepted and queued
          </li>
          {delivery.attempts.map((attempt) => (
            <Attempt key={attempt.at + attempt.endedAt} attempt={attempt} />
          ))}
          {isWaiting(delivery) && (
            <li className="dim">
              {delivery.nextTryAt !== null && <Time at={delivery.nextTryAt} exact />} tried next
            </li>
          )}
        </ol>
      </details>
    </section>
  );
};

const Attempt = ({ attempt }: { attempt: DeliveryJson['attempts'][number] }): ReactNode => (
  <li>
    <Time at={attempt.endedAt} exact /> tried at {attempt.hop}
    {attempt.tls !== null && `, ${attempt.tls}`}
    {attempt.perhapsTaken && (
      <p>The connection was lost behind the whole message: the next hop may have it already.</p>
    )}
    <ul role="list">
      {attempt.replies.map(({ address, outcome, reply }) => (
        <li key={address}>
          <Status state={OUTCOMES[outcome]}>
            <Readable>{address}</Readable>
          </Status>{' '}
          <code className="delivery-reply">{reply}</code>
        </li>
      ))}
    </ul>
  </li>
);

const OUTCOMES = { delivered: 'verified', deferred: 'defer', failed: 'fail' } as const;

const summaryOf = ({ tries, recipients }: DeliveryJson): string => {
  const tried = tries === 0 ? 'Not tried yet' : `Tried ${tries === 1 ? 'once' : `${tries} times`}`;
  if (recipients.length === 1) return tried;
  const count = recipients.filter(({ state }) => state === 'delivered').length;
  return `${tried}, delivered to ${count} of ${recipients.length} recipients`;
};
