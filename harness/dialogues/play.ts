/** Plays a dialogue: says its client's lines, and holds each reply against what it expects; stops at the first that differs. */

import type { Client } from '../fixtures/client.ts';
import type { Mailbox } from '../fixtures/mailbox.ts';
import { came, tell } from '../matchers/tell.ts';
import type { Credentials, Session } from '../session.ts';
import type { Verdict } from '../verdict.ts';
import { fill } from './placeholders.ts';
import type { Move, Script } from './read.ts';

export type Stage = { client: Client; mailbox: Mailbox; user: Credentials };

/** Throws where the dialogue goes another way than it is written, at the line of its file. */
export const playScript = async (
  script: Script,
  file: string,
  { client, mailbox, user }: Stage,
): Promise<void> => {
  const session = await client({ silent: true });
  const mismatch = async (move: Move, wanted: string, verdict: Verdict | null, told = ''): Promise<never> => {
    const line = `${script.title}\nat ${file}:${move.line}`;
    const words = verdict
      ? await tell(line, wanted, verdict)
      : `${line}\n\nwanted:   ${wanted}\ncame:     ${told}`;
    throw at(file, move.line, words);
  };
  let greeted = false;
  let said: string[] = [];
  let last: Verdict | null = null;

  /** What the server says next: first of all its greeting. */
  const hear = async (): Promise<Verdict> => {
    if (!greeted) {
      greeted = true;
      return session.greeting;
    }
    const verdict = await session.reply(said.join(' / ') || undefined);
    said = [];
    return verdict;
  };
  const expectReply = async (move: Move, verdict: Verdict): Promise<void> => {
    last = verdict;
    const wanted = differs(move, verdict);
    if (wanted !== null) await mismatch(move, wanted, verdict);
  };

  for (const move of script.moves) {
    switch (move.kind) {
      case 'say':
        greeted = true;
        session.write(Buffer.concat([fill(move.text, user), Buffer.from('\r\n')]), move.text);
        said.push(move.text);
        break;
      case 'hear':
      case 'hear-like':
        await expectReply(move, await hear());
        break;
      case 'hello':
      case 'login':
        greeted = true;
        await prepare(session, move.kind === 'login' ? user : null, (verdict) =>
          mismatch(move, 'a login', verdict),
        );
        break;
      case 'starttls':
        await session.startTls();
        break;
      case 'closed':
        await session.closed;
        break;
      case 'inbox': {
        const found = await mailbox.messages(move.address === null ? {} : { to: move.address });
        const there = found.map(({ id, rcptTo }) => `${id} for ${rcptTo.join(', ')}`).join('; ');
        if (found.length > 0 === (move.address === null))
          await mismatch(
            move,
            move.address === null ? 'no message' : `a message for ${move.address}`,
            last,
            there || 'no message',
          );
      }
    }
  }
};

const prepare = async (
  session: Session,
  user: Credentials | null,
  refused: (verdict: Verdict) => Promise<never>,
) => {
  await session.ehlo();
  const login = user && (await session.logIn(user));
  if (login?.accepted === false) await refused(login);
};

/** What was wanted in place of this reply; null where it is as wanted. */
const differs = (move: Move, verdict: Verdict): string | null => {
  const line = came(verdict);
  if (move.kind === 'hear-like') {
    const all = verdict.reply?.lines.join('\n') ?? '';
    return move.pattern.test(all) ? null : `a reply like ${move.pattern}`;
  }
  if (move.kind !== 'hear') return null;
  const named = /\[([a-z.-]+) d_[0-9a-z]+\]$/.exec(line)?.[1] ?? null;
  const asWanted = line.startsWith(move.text) && (move.rule === null || move.rule === named);
  return asWanted ? null : `${move.text}${move.rule === null ? '' : ` by ${move.rule}`}`;
};

/** An error that points to a line of the dialogue, so that a report shows that line. */
const at = (file: string, line: number, message: string): Error => {
  const error = new Error(message);
  error.stack = `Error: ${message}\n    at ${file}:${line}:1`;
  return error;
};
