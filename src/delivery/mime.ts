/** Writing of MIME without `node:*`: the little that a mail of our own needs. */

/** Headers and content of a text part; lines of `text` end with LF. As it is where plain ASCII allows, else quoted-printable. */
export const encodePart = (type: string, text: string): string => {
  const lines = text.split('\n');
  const clean = lines.every((line) => /^[\x20-\x7e]{0,998}$/.test(line));
  return [
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Transfer-Encoding: ${clean ? '7bit' : 'quoted-printable'}`,
    '',
    ...(clean ? lines : lines.map(quotedPrintable)),
  ].join('\r\n');
};

/** RFC 2047 section 5 (1): text beyond ASCII as encoded words, a line each. */
export const encodeUnstructured = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? text
    : pieces(text, WORD_BYTES)
        .map((piece) => `=?UTF-8?B?${btoa(String.fromCharCode(...utf8(piece)))}?=`)
        .join('\r\n ');

/** So that an encoded word stays within 75 characters. */
const WORD_BYTES = 45;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Cut between characters, so that each piece decodes by itself. */
const pieces = (text: string, bytes: number): string[] => {
  const cut = [''];
  for (const character of text) {
    const last = cut.at(-1) ?? '';
    if (utf8(last + character).length > bytes) cut.push(character);
    else cut[cut.length - 1] = last + character;
  }
  return cut;
};

/** One line, RFC 2045 section 6.7: no line beyond 76 characters, no blank at its end. */
const quotedPrintable = (line: string): string => {
  const bytes = utf8(line);
  const units = Array.from(bytes, (byte, at) => {
    const literal = (byte > 32 && byte < 127 && byte !== 61) || (byte === 32 && at < bytes.length - 1);
    return literal ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  const rows = [''];
  for (const unit of units) {
    if ((rows.at(-1) ?? '').length + unit.length > 75) rows.push('');
    rows[rows.length - 1] += unit;
  }
  return rows.join('=\r\n');
};
