/** `await expect(verdict).toHaveArrivedAt('b@else.test')`: this very message lies in that address's inbox; of `mailbox` any message. */

import type { Mailbox } from '../fixtures/mailbox.ts';
import type { Verdict } from '../verdict.ts';
import { tell, type Outcome } from './tell.ts';

/**
 * Of a verdict: the message that it is about, known by its ids. Of `mailbox`: any message that a user sent to the address;
 * it waits for one. `.not` looks at once: what is accepted is stored before the client hears of it.
 */
export const toHaveArrivedAt = async (
  isNot: boolean,
  received: Verdict | Promise<Verdict> | Mailbox,
  address: string,
): Promise<Outcome> => {
  const about = await received;
  const line = `expect(${'mailhog' in about ? 'mailbox' : 'verdict'})${isNot ? '.not' : ''}.toHaveArrivedAt('${address}')`;
  const wanted = isNot ? `no message for ${address}` : `a message for ${address}`;
  const arrived =
    'mailhog' in about ? await inMailbox(about, address, isNot) : await ofVerdict(about, address);
  const failed = arrived.there === isNot;
  const words = failed
    ? 'mailhog' in about
      ? `${line}\n\nwanted:   ${wanted}\ncame:     ${arrived.told}`
      : await tell(`${line}\nthe inbox: ${arrived.told}`, wanted, about)
    : '';
  return {
    pass: arrived.there,
    expected: wanted,
    actual: arrived.told,
    message: () => words,
  };
};

type Arrived = { there: boolean; told: string };

const ofVerdict = async (verdict: Verdict, address: string): Promise<Arrived> => {
  const message = await verdict.arrivedAt(address);
  return message
    ? { there: true, told: `${message.id}, "${message.subject}"` }
    : { there: false, told: `this message did not arrive at ${address}` };
};

const inMailbox = async (mailbox: Mailbox, address: string, atOnce: boolean): Promise<Arrived> => {
  try {
    if (!atOnce) await mailbox.waitFor({ to: address });
    const found = await mailbox.messages({ to: address });
    const told = found.map(({ id, subject }) => `${id}, "${subject}"`).join('; ');
    return { there: found.length > 0, told: told === '' ? 'no message that a user sent' : told };
  } catch (error) {
    return { there: false, told: (error as Error).message };
  }
};
