/** The words of an HTML part: enough to look for something in them, no layout. */

import { decodeHTML } from 'entities/decode';

/** Without tags, comments, styles, scripts and the title; blocks stand on lines of their own, entities are decoded. */
export const htmlText = (html: string): string => {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    text += html.slice(at, open === -1 ? html.length : open);
    if (open === -1) break;
    const tag = nextTag(html, open);
    text += tag.gap;
    at = tag.end;
  }
  return decodeHTML(text);
};

/** Where the tag that begins at `open` ends, with all that is not shown; and what parts the words around it. */
const nextTag = (html: string, open: number): { gap: string; end: number } => {
  if (html.startsWith('<!--', open)) return { gap: '', end: after(html, '-->', open + 4) };
  const name = /^<\/?([a-z][a-z0-9]{0,15})/i.exec(html.slice(open, open + 18))?.[1]?.toLowerCase();
  // An angle bracket that opens nothing stands for itself.
  if (name === undefined) return { gap: html[open + 1] === '!' ? '' : '<', end: open + 1 };
  const end = after(html, '>', open);
  if (HIDDEN.has(name) && html[open + 1] !== '/') return { gap: ' ', end: afterClosing(html, name, end) };
  return { gap: INLINE.has(name) ? '' : '\n', end };
};

const HIDDEN = new Set(['style', 'script', 'title', 'template', 'noscript']);
const INLINE = new Set([
  'a',
  'abbr',
  'b',
  'big',
  'bdi',
  'bdo',
  'code',
  'em',
  'font',
  'i',
  'kbd',
  'mark',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'tt',
  'u',
  'wbr',
]);

const after = (html: string, what: string, from: number): number => {
  const at = html.indexOf(what, from);
  return at === -1 ? html.length : at + what.length;
};

const afterClosing = (html: string, name: string, from: number): number => {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found ? after(html, '>', found.index) : html.length;
};
