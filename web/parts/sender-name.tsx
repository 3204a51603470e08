/** A sender in the letters that people write; an IDN with its A-labels behind, by which look-alikes are told apart. */

import type { ReactNode } from 'react';

import type { SenderJson } from '../../src/http/contract/senders.ts';
import './sender-name.css';

export const SenderName = ({
  sender: { value, display },
}: {
  sender: Pick<SenderJson, 'value' | 'display'>;
}): ReactNode =>
  display === value ? (
    value
  ) : (
    // Set apart, since a name that reads from right to left would turn the words around it.
    <>
      <bdi title={value}>{display}</bdi> <span className="hint mono sender-full">{value}</span>
    </>
  );
