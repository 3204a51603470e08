/** Replies made on purpose: the faults that a list asked for, and MailHog's Jim where he is on. */

import type { FaultEffect, Faults, FaultSubject } from '../model/fault.ts';
import { DEFAULT_LIST } from '../model/list.ts';
import type { Jims, JimSettings } from '../model/jim.ts';

export type Chaos = {
  /** What happens instead of the reply that the policy would let out; null where nothing does. */
  take(list: string | null, subject: FaultSubject): FaultEffect | null;
  /** Whether Jim drops the connection after this command. */
  disconnects(list: string | null): boolean;
  /** Of a connection that Jim makes slow: how many bytes of commands a second it takes. Null where it is not slow. */
  linkSpeed(list: string | null): number | null;
};

/** `chance` gives numbers in [0, 1). */
export const createChaos = (faults: Faults, jims: Jims, chance: () => number): Chaos => {
  // Before login a connection belongs to no list; Jim of the default list meets it, as MailHog's meets every connection.
  const jimOf = (list: string | null): JimSettings | null => jims.get(list ?? DEFAULT_LIST);
  return {
    take(list, subject) {
      const fault = faults.take(list, subject);
      if (fault) return fault;
      const jim = jimOf(list);
      return jim && jimEffect(jim, subject, chance);
    },
    disconnects(list) {
      const jim = jimOf(list);
      return jim !== null && chance() < jim.DisconnectChance;
    },
    linkSpeed(list) {
      const jim = jimOf(list);
      if (jim === null || chance() >= jim.LinkSpeedAffect) return null;
      return Math.max(1, jim.LinkSpeedMin + chance() * (jim.LinkSpeedMax - jim.LinkSpeedMin));
    },
  };
};

/** The replies of MailHog's `smtp/session.go` and `smtp/protocol.go`. */
const jimEffect = (
  jim: JimSettings,
  { stage, text }: FaultSubject,
  chance: () => number,
): FaultEffect | null => {
  switch (stage) {
    case 'connect':
      return chance() > jim.AcceptChance ? { disconnect: true } : null;
    case 'auth':
      return chance() < jim.RejectAuthChance
        ? { code: 500, enhanced: '5.5.2', text: 'Unrecognised command' }
        : null;
    case 'mail':
      return chance() < jim.RejectSenderChance
        ? { code: 550, enhanced: '5.1.0', text: `Invalid sender ${ascii(text)}` }
        : null;
    case 'rcpt':
      return chance() < jim.RejectRecipientChance
        ? { code: 550, enhanced: '5.1.0', text: `Invalid recipient ${ascii(text)}` }
        : null;
    default:
      return null;
  }
};

const ascii = (text: string): string => text.replace(/[^ -~]/g, '?').slice(0, 256);
