/** The messages of the queue, newest first: how each stands, and what can be done with it. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { QueueJson } from '../../../src/http/contract/delivery.ts';
import { DeliveryActions } from '../../parts/delivery-actions.tsx';
import { DELIVERY_WORDS, lastReply } from '../../parts/delivery-words.ts';
import { paths } from '../../paths.ts';
import { Readable } from '../../ui/readable.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';

export const QueueTable = ({ list, items }: { list: string; items: QueueJson['items'] }): ReactNode => (
  <div className="card">
    <table className="queue-table">
      <caption className="visually-hidden">Messages, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Message</th>
          <th scope="col">State</th>
          <th scope="col">Queued</th>
          <th scope="col">Tries</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <QueueRow key={item.message.id} list={list} item={item} />
        ))}
      </tbody>
    </table>
  </div>
);

const QueueRow = ({
  list,
  item: { message, delivery },
}: {
  list: string;
  item: QueueJson['items'][number];
}): ReactNode => {
  const { status, word } = DELIVERY_WORDS[delivery.state];
  const subject = message.subject.trim() || '(no subject)';
  const reply = lastReply(delivery);
  return (
    <tr>
      <td>
        <Link href={paths.inbox(list, message.id)}>{subject}</Link>
        <span className="dim queue-to">
          to <Readable>{message.rcptTo.join(', ')}</Readable>
        </span>
      </td>
      <td>
        <Status state={status}>{word}</Status>
        {delivery.nextTryAt !== null && delivery.tries > 0 && (
          <span className="dim queue-next">
            next try <Time at={delivery.nextTryAt} />
          </span>
        )}
        {reply !== null && <span className="delivery-reply">{reply}</span>}
      </td>
      <td className="queue-at">
        <Time at={delivery.queuedAt} />
      </td>
      <td className="queue-tries">{delivery.tries}</td>
      <td className="queue-actions">
        <DeliveryActions list={list} delivery={delivery} subject={subject} />
      </td>
    </tr>
  );
};
