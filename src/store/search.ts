/** What a search finds: the words of a message, cut the same way for the index and for the question. */

import PostalMime from 'postal-mime';

import type { Message } from '../model/message.ts';

/** How much of a message's bytes, and of the text in them, is read for the index. */
export const INDEXED_BYTES = 512 * 1024;
const INDEXED_TEXT = 64 * 1024;

/**
 * The distinct words of a text: without case, accents and width (NFKD), cut at whatever is neither letter nor digit,
 * at most 64 characters each. Scripts that do not part words by spaces give one word a character.
 */
export const searchTerms = (text: string): string[] => {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');
  const words = plain.match(WORDS) ?? [];
  return [...new Set(words.map((word) => word.slice(0, 64)))];
};

/** The words that a search for this message may use: of its subject, its addresses and its text. Never fails. */
export const indexTerms = async (message: Message, start: Uint8Array): Promise<string[]> => {
  const { mailFrom, rcptTo, headerFrom, from, to, subject } = message;
  const fields = [subject, from, to, mailFrom, ...rcptTo, ...headerFrom];
  return searchTerms(`${fields.join('\n')}\n${await messageText(start)}`);
};

/** The readable text of a message, of which `start` holds at most the first `INDEXED_BYTES`; '' where it has none. */
export const messageText = async (start: Uint8Array): Promise<string> => {
  const plain = plainText(start);
  if (plain !== null) return plain.slice(0, INDEXED_TEXT);
  try {
    const mail = await PostalMime.parse(start.slice(0, INDEXED_BYTES), { attachmentEncoding: 'arraybuffer' });
    const html = (mail.html ?? '').slice(0, 8 * INDEXED_TEXT);
    return `${(mail.text ?? '').slice(0, INDEXED_TEXT)}\n${stripHtml(html).slice(0, INDEXED_TEXT)}`;
  } catch {
    // Accepted is accepted: a body that this reader cannot take is found by its fields only.
    return '';
  }
};

/** The body of a message without MIME fields, which is plain text (RFC 2045 section 5.2); null for any other. */
const plainText = (start: Uint8Array): string | null => {
  const text = new TextDecoder().decode(start.subarray(0, 2 * INDEXED_TEXT));
  const end = text.indexOf('\r\n\r\n');
  return end < 0 || /^content-/im.test(text.slice(0, end)) ? null : text.slice(end);
};

/** Words between tags; for search alone, nothing of it is ever shown. */
const stripHtml = (html: string): string =>
  html
    .replace(/<(script|style)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<\/?(?:b|i|u|em|strong|span|font|a|small|big|sub|sup|wbr)\b[^>]*>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
      (_, decimal?: string, hex?: string, name?: string) =>
        name
          ? (ENTITIES[name.toLowerCase()] ?? ' ')
          : codePoint(decimal ? Number(decimal) : parseInt(hex ?? '', 16)),
    );

const ENTITIES: Record<string, string | undefined> = {
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
  amp: '&',
};

const codePoint = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ');

/** Han, kana, Hangul syllables fall apart in NFKD and stay words; Thai, Lao, Khmer, Myanmar write without spaces. */
const ALONE =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const WORDS = new RegExp(`[${ALONE}]|(?:(?![${ALONE}])[\\p{L}\\p{N}])+`, 'gu');
