/** DATA: takes the message in, has it judged, and stores what is accepted before the reply goes out. */

import type { StoredDecision, Reply } from '../model/decision.ts';
import { readHeaderBlock, type HeaderBlock } from '../model/header-block.ts';
import { readOriginators } from '../model/originators.ts';
import { blankPasswords } from '../model/password.ts';
import type { Verdict } from '../policy/decide.ts';
import { readFormMarks } from '../policy/form-marks.ts';
import { MAX_MESSAGE_SIZE } from '../policy/limits.ts';
import { formatAccepted } from '../policy/reply.ts';
import { requestAt } from '../policy/submission.ts';
import type { UserWithSenders } from '../store/store.ts';
import type { Context } from './context.ts';
import type { Answer, Handlers } from './handlers.ts';
import { judgeLoggedIn } from './judge.ts';
import { receive, type Received } from './receive.ts';
import { toMessage } from './to-message.ts';

export const data =
  (context: Context): Handlers['data'] =>
  async (stream) => {
    const { recorder, spool, submission } = context;
    const received = await receive(stream, spool, MAX_MESSAGE_SIZE);
    if (received === null) return 'drop';
    recorder.transcript.add('client', `(message of ${received.size} bytes)`, submission.tls);
    try {
      return await judgeMessage(context, received);
    } finally {
      await received.discard();
    }
  };

const judgeMessage = async (context: Context, received: Received): Promise<Answer> => {
  const { clock, policy, submission } = context;
  const smtpUtf8 = submission.mail?.smtpUtf8 ?? false;
  const block = readHeaderBlock(received.head, { smtpUtf8 });
  const originators = readOriginators(block, { smtpUtf8 });
  const formMarks = readFormMarks(block.fields);
  const request = requestAt(submission, 'commit', {
    message: { size: received.size, originators, formMarks },
  });
  const keptHeader = received.head.toString('latin1', 0, Math.min(block.bodyStart, KEPT_HEADER));
  const header = blankPasswords(keptHeader);
  const judge = () => judgeLoggedIn(context, submission.login, request);
  const { verdict, facts, found } = await judge();
  if (verdict.action !== 'accept' || found === null || facts === null)
    return context.refuse(context.decide(verdict, { header }));
  const refused = await context.fault('data', header, async () => (await judge()).verdict, { header });
  if (refused) return refused;
  const unstored = (failure: string): StoredDecision =>
    context.decide(policy(request, { ...facts, storeFailure: failure }, clock.now()), { header });
  if (received.failure !== null) return context.refuse(unstored(received.failure));
  return commit(context, { received, block, verdict, found, unstored });
};

type Accepted = {
  received: Received;
  block: HeaderBlock;
  verdict: Verdict;
  found: UserWithSenders;
  /** The decision where the store fails. */
  unstored: (failure: string) => StoredDecision;
};

const commit = async (
  context: Context,
  { received, block, verdict, found, unstored }: Accepted,
): Promise<Reply> => {
  const { store, clock, makeId, recorder, connection, submission, host } = context;
  const decision = context.decide(verdict, { messageId: makeId('m') });
  const { message, content } = toMessage(received, block, {
    decision,
    user: found.user,
    recipients: submission.recipients,
    helo: connection.helo(),
    protocol: connection.protocol(),
    clientAddress: connection.remoteAddress,
    host,
  });
  decision.reply = { ...decision.reply, text: formatAccepted(message.id, decision.id) };
  received.handOver();
  try {
    await store.commitMessage(message, content, decision);
  } catch (error) {
    return context.refuse(unstored((error as Error).message));
  }
  recorder.decided(decision);
  recorder.accepted(message.id);
  store.touchUser(found.user.list, found.user.id, clock.now());
  return decision.reply;
};

/** How much of a refused message's header block is kept with its decision (CONTRACT: 16 KiB). */
const KEPT_HEADER = 16 * 1024;
