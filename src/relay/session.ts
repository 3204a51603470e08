/** One connection from its greeting to its end: its handlers, joined. */

import type { Reply } from '../model/decision.ts';
import { outOfOrder, requestAt, reset, secured } from '../policy/submission.ts';
import { createContext, pause, type Shared } from './context.ts';
import { mail, rcpt } from './envelope.ts';
import type { ConnectionView, Handlers } from './handlers.ts';
import { unjudged } from './judge.ts';
import { authBegins, authenticate, authGoesOn } from './login.ts';
import { data } from './message.ts';

export const createSession = (shared: Shared, connection: ConnectionView): Handlers => {
  const context = createContext(shared, connection);
  const { store, clock, chaos, recorder } = context;
  const speed = chaos.linkSpeed(null);
  let commandsBeforeLogin = 0;

  const connected: Handlers['connected'] = () => {
    const effect = chaos.take(null, { stage: 'connect', username: null, text: connection.remoteAddress });
    if (effect === null) return null;
    if ('delayMs' in effect) return pause(effect.delayMs).then(() => null);
    const request = requestAt(context.submission, 'auth');
    return context.refuseByFault(
      unjudged(request, 'the client was only just connecting', clock.now()),
      effect,
    );
  };

  return {
    said: (from, text) => recorder.transcript.add(from, text, context.submission.tls),
    connected,
    greeted: (helo) => recorder.greeted(helo),
    secured(cipher) {
      context.submission = secured(context.submission);
      context.list = null;
      recorder.secured(cipher);
    },
    reset: () => void (context.submission = reset(context.submission)),
    command(bytes) {
      if (context.submission.login === null && ++commandsBeforeLogin > MAX_COMMANDS_BEFORE_LOGIN)
        return TOO_MANY_COMMANDS;
      if (chaos.disconnects(context.list)) return 'drop';
      return speed === null ? null : pause((1000 * bytes) / speed).then(() => null);
    },
    offersAuth: () => context.submission.tls || !context.submission.tlsRequired,
    authBegins: authBegins(context),
    authGoesOn,
    authenticate: authenticate(context),
    mail: mail(context),
    rcpt: rcpt(context),
    dataBegins: () => outOfOrder(context.submission, 'DATA'),
    data: data(context),
    closed(reason) {
      // When the relay stops it closes the records itself, before the store goes.
      if (!shared.open.delete(recorder)) return;
      recorder.ended(reason, clock.now());
      store.recordSession(recorder.snapshot());
    },
  };
};

const MAX_COMMANDS_BEFORE_LOGIN = 50;
const TOO_MANY_COMMANDS: Reply = { code: 421, enhanced: '4.7.0', text: 'Too many commands without a login' };
