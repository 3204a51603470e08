/** The transport by SMTP: connections that are kept for the next message for a while. */

import { formatHop, type SmtpHop } from '../model/next-hop.ts';
import { openConnection, TIMEOUTS, type HopConnection, type Timeouts } from './smtp-connection.ts';
import type { Letter, Sent, Transport } from './transport.ts';

export type SmtpTransportOptions = {
  hop: SmtpHop;
  /** What EHLO says. */
  name: string;
  timeouts?: Timeouts | undefined;
  /** How long a connection is kept without a message, in ms. */
  idleMs?: number | undefined;
};

/** How many messages go over one connection, as servers limit that. */
export const MESSAGES_A_CONNECTION = 100;

const IDLE_MS = 15_000;

export const createSmtpTransport = ({
  hop,
  name,
  timeouts = TIMEOUTS,
  idleMs = IDLE_MS,
}: SmtpTransportOptions): Transport => {
  const open = new Map<HopConnection, { messages: number; idle: ReturnType<typeof setTimeout> | null }>();
  const waiting: HopConnection[] = [];
  let opening = 0;
  let closed = false;

  const drop = (connection: HopConnection, end: 'quit' | 'close'): void => {
    const timer = open.get(connection)?.idle;
    if (timer) clearTimeout(timer);
    open.delete(connection);
    connection[end]();
  };
  /** One that lies idle, where it still answers to RSET; else a new one. */
  const take = async (): ReturnType<typeof openConnection> => {
    for (let kept = waiting.pop(); kept; kept = waiting.pop()) {
      const state = open.get(kept);
      if (!state) continue;
      if (state.idle) clearTimeout(state.idle);
      state.idle = null;
      if (kept.usable() && (await kept.reset())) return { ok: true, connection: kept };
      drop(kept, 'close');
    }
    if (closed) return { ok: false, words: 'the service is ending' };
    opening += 1;
    const opened = await openConnection(hop, name, timeouts).finally(() => (opening -= 1));
    if (!opened.ok) return opened;
    if (closed) {
      opened.connection.close();
      return { ok: false, words: 'the service is ending' };
    }
    open.set(opened.connection, { messages: 0, idle: null });
    return opened;
  };
  const giveBack = (connection: HopConnection): void => {
    const state = open.get(connection);
    if (!state) return;
    state.messages += 1;
    if (!connection.usable()) return drop(connection, 'close');
    if (closed || state.messages >= MESSAGES_A_CONNECTION) return drop(connection, 'quit');
    state.idle = setTimeout(() => drop(connection, 'quit'), idleMs);
    waiting.push(connection);
  };

  return {
    hop: formatHop(hop),
    connections: () => open.size + opening,
    async send(letter) {
      const taken = await take();
      if (!taken.ok) return unreached(letter, taken.words);
      try {
        return await taken.connection.send(letter);
      } finally {
        giveBack(taken.connection);
      }
    },
    close() {
      closed = true;
      for (const [connection, { idle }] of open) drop(connection, idle ? 'quit' : 'close');
    },
  };
};

const unreached = ({ recipients }: Letter, words: string): Sent => ({
  reached: false,
  tls: null,
  reply: words,
  perhapsTaken: false,
  replies: recipients.map((address) => ({ address, outcome: 'deferred', reply: words })),
});
