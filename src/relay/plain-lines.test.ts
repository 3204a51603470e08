import fc from 'fast-check';
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { expect, test } from 'vitest';

import { passPlainLines } from './plain-lines.ts';

/** What a parser makes of these pieces: the message, whether it ended, and the commands behind it. */
const read = async (parser: SMTPStream, pieces: readonly Buffer[]) => {
  const commands: string[] = [];
  parser.oncommand = (command, next) => {
    commands.push(command.toString('latin1'));
    next?.();
  };
  const stream = parser.startDataMode(30);
  const message: Buffer[] = [];
  let ended = false;
  stream.on('data', (chunk: Buffer) => message.push(Buffer.from(chunk)));
  stream.on('end', () => {
    ended = true;
    parser.continue();
  });
  for (const piece of pieces)
    await new Promise<void>((taken) => {
      // What comes behind the end waits for it, as the library's own.
      parser.write(Buffer.from(piece), () => taken());
    });
  await new Promise((next) => setImmediate(next));
  const { byteLength, sizeExceeded } = stream;
  return { message: Buffer.concat(message).toString('latin1'), ended, commands, byteLength, sizeExceeded };
};

const some = fc.oneof(
  fc.constantFrom('\r\n', '.', '\r\n.', '\r\n.\r\n', '..', '\n', '\n.', '\r', 'x', 'NOOP\r\n', '\n.\n'),
  fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 0, maxLength: 12 }),
);

test('a message is what the library makes of it, wherever the pieces are cut', async () => {
  let fed = 0;
  let decided = 0;
  class Counting extends SMTPStream {
    override _feedDataStream(...piece: Parameters<SMTPStream['_feedDataStream']>): void {
      decided += 1;
      super._feedDataStream(...piece);
    }
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.array(some, { maxLength: 6 }).map((parts) => Buffer.from(parts.join(''))),
        { maxLength: 8 },
      ),
      async (pieces) => {
        const parser = passPlainLines(new Counting());
        const feed = parser._feedDataStream.bind(parser);
        parser._feedDataStream = (piece, done) => {
          fed += 1;
          feed(piece, done);
        };
        expect(await read(parser, pieces)).toEqual(await read(new SMTPStream(), pieces));
      },
    ),
    { numRuns: 3_000 },
  );
  // Both ways were taken.
  expect(decided).toBeGreaterThan(300);
  expect(fed - decided).toBeGreaterThan(300);
});
