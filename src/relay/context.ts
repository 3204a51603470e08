/** What the handlers of one session share: how far it has come, whom it belongs to, and how it refuses. */

import type { Clock } from '../model/clock.ts';
import type { Reply, StoredDecision } from '../model/decision.ts';
import type { FaultStage } from '../model/fault.ts';
import type { MakeId } from '../model/id.ts';
import type { Decide, Verdict } from '../policy/decide.ts';
import { begin, type Submission } from '../policy/submission.ts';
import type { Store } from '../store/store.ts';
import type { Chaos } from './chaos.ts';
import type { Answer, ConnectionView } from './handlers.ts';
import { faulted, record, type Belongs, type Refusing } from './judge.ts';
import type { Spool } from './receive.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Throttle } from './throttle.ts';

/** What every session shares. */
export type Shared = {
  store: Store;
  policy: Decide;
  clock: Clock;
  makeId: MakeId;
  throttle: Throttle;
  chaos: Chaos;
  spool: Spool;
  tlsRequired: boolean;
  /** The name by which the relay greets. */
  host: string;
  /** Records of the sessions that are open. */
  open: Set<Recorder>;
};

export type Context = Shared & {
  connection: ConnectionView;
  recorder: Recorder;
  submission: Submission;
  /** The list of the user who logged in, or tried to; null before. */
  list: string | null;
  /** Gives the verdict an id and a place. */
  decide(verdict: Verdict, more?: Partial<Belongs>): StoredDecision;
  /** Records a decision that is not an accept, and answers its reply. */
  refuse(decision: StoredDecision): Reply;
  /** Records a refusal made on purpose, and answers it. */
  refuseByFault(verdict: Verdict, effect: Refusing, more?: Partial<Belongs>): Answer;
  /** What a fault makes of a yes, after its delay; null where the yes stands. */
  fault(
    stage: FaultStage,
    text: string,
    verdict: () => Verdict | Promise<Verdict>,
    more?: Partial<Belongs>,
  ): Promise<Answer | null>;
};

export const createContext = (shared: Shared, connection: ConnectionView): Context => {
  const { store, clock, makeId, chaos } = shared;
  const recorder = createRecorder(
    {
      id: makeId('c'),
      startedAt: clock.now(),
      clientAddress: connection.remoteAddress,
      clientPort: connection.remotePort,
      port: connection.localPort,
    },
    () => clock.now(),
  );
  shared.open.add(recorder);
  const belongs = (more: Partial<Belongs> = {}): Belongs => ({
    list: context.list,
    sessionId: recorder.id,
    messageId: null,
    header: null,
    ...more,
  });
  const context: Context = {
    ...shared,
    connection,
    recorder,
    submission: begin(shared.tlsRequired),
    list: null,
    decide: (verdict, more) => record(verdict, makeId('d'), belongs(more)),
    refuse(decision) {
      recorder.decided(decision);
      store.recordDecision(decision);
      return decision.reply;
    },
    refuseByFault(verdict, effect, more) {
      const reply = context.refuse(faulted(verdict, effect, makeId('d'), belongs(more)));
      return 'disconnect' in effect ? 'drop' : reply;
    },
    async fault(stage, text, verdict, more) {
      const username = context.submission.login?.username ?? recorder.username();
      const effect = chaos.take(context.list, { stage, username, text });
      if (effect === null) return null;
      if ('delayMs' in effect) await pause(effect.delayMs);
      const allowed = await verdict();
      // The policy comes first, as it stands after a delay: a fault never stands in for its refusal.
      if (allowed.action !== 'accept') return context.refuse(context.decide(allowed, more));
      return 'delayMs' in effect ? null : context.refuseByFault(allowed, effect, more);
    },
  };
  return context;
};

/** Real time, a minute at most. */
export const pause = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, Math.min(ms, 60_000));
  });
