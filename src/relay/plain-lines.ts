/** Hands on what of a message no line of begins with a dot, without looking at each byte: there is nothing to be decided. */

import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js';

/**
 * The library looks at every byte of a message for the dots that are to be taken out, and for the one that ends it
 * (RFC 5321 section 4.5.2): that is most of what a large message costs. Whatever comes with a dot behind a line feed is
 * still the library's alone, as is the beginning; a piece without one is what the library would hand on as it is, but for
 * the last four bytes, which it keeps until the next, and so do we.
 */
export const passPlainLines = (parser: SMTPStream): SMTPStream => {
  const decide = parser._feedDataStream.bind(parser);
  parser._feedDataStream = (piece, done) => {
    const { _lastBytes: kept, _dataStream: stream } = parser;
    if (!kept || kept.length < KEPT || piece.length < KEPT || parser._atDataStart || !stream?.writable)
      return decide(piece, done);
    if (piece.includes(DOT_LINE) || Buffer.concat([kept, piece.subarray(0, 1)]).includes(DOT_LINE))
      return decide(piece, done);
    // A copy: the piece is let go as soon as it is taken.
    parser._lastBytes = Buffer.from(piece.subarray(-KEPT));
    parser._countDataBytes(piece.length);
    stream.write(kept);
    if (stream.write(piece.subarray(0, -KEPT)) || stream.destroyed) return done();
    const goOn = (): void => {
      stream.off('drain', goOn).off('close', goOn);
      done();
    };
    return void stream.once('drain', goOn).once('close', goOn);
  };
  return parser;
};

const DOT_LINE = '\n.';

/** As many bytes as the library keeps: what ends a message, but for its last. */
const KEPT = 4;
