/** The header block of a refused message as text, as it was sent. */

/**
 * The service keeps the bytes as Latin-1. Where they are UTF-8 they are shown so, and `exact` says that the text sent as
 * UTF-8 is again those bytes; where they are not, each byte beyond ASCII is one character, and it is not.
 */
export const readHeader = (header: string): { text: string; exact: boolean } => {
  const bytes = Uint8Array.from(header, (character) => character.charCodeAt(0));
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), exact: true };
  } catch {
    return { text: header, exact: false };
  }
};

/** The same for people: LF line ends, without the empty line at its end. */
export const shownHeader = (header: string): string =>
  readHeader(header).text.replaceAll('\r\n', '\n').replace(/\n+$/, '');
