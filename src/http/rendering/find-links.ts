/** Links and one-time codes in a message, as a test or a person looks for them. */

import { decodeHTMLAttribute } from 'entities/decode';
import { findCodes } from './find-codes.ts';
import { htmlText } from './html-text.ts';
import type { Rendered } from './render-message.ts';

export type Found = { links: string[]; codes: string[] };

/**
 * Links are http, https and mailto: those of the text, then href and src of the HTML, then List-Unsubscribe; each once,
 * in order. Codes are looked for in the subject and in both texts.
 */
export const findLinks = ({ text, html, headers }: Pick<Rendered, 'text' | 'html' | 'headers'>): Found => {
  const shown = [bounded(text), bounded(html)] as const;
  const subject = headers.find(({ name }) => name.toLowerCase() === 'subject')?.value ?? '';
  return {
    links: unique([...linksOfText(shown[0]), ...linksOfHtml(shown[1]), ...linksOfHeaders(headers)]),
    codes: unique([subject, shown[0], htmlText(shown[1])].flatMap((part) => findCodes(withoutLinks(part)))),
  };
};

/** Characters looked at of either text: what comes after them nobody reads. */
const BOUND = 2_000_000;

const bounded = (text: string | null): string => (text ?? '').slice(0, BOUND);

const unique = (values: string[]): string[] => [...new Set(values)];

/** A link ends at a blank, a quote or an angle bracket; what closes the sentence around it is not part of it. */
const LINK =
  /\b(?:https?:\/\/|mailto:)[^\s<>"`\\^{}\u00a0-\u00ad\u2000-\u200f\u2018-\u201f\u3000-\u303f\uff00-\uff0f]+/gi;

const linksOfText = (text: string): string[] =>
  (text.match(LINK) ?? []).map(trimEnd).filter((link) => isLink(link));

/** One space in its place, so that digits of a link are no code and words stay apart. */
const withoutLinks = (text: string): string => text.replace(LINK, ' ');

const ATTRIBUTE = /\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

const linksOfHtml = (html: string): string[] =>
  [...html.matchAll(ATTRIBUTE)]
    .map(([, double, single, bare]) => decodeHTMLAttribute(double ?? single ?? bare ?? '').trim())
    .filter((link) => isLink(link));

/** RFC 2369: in angle brackets, several by commas. */
const linksOfHeaders = (headers: Rendered['headers']): string[] =>
  headers
    .filter(({ name }) => name.toLowerCase() === 'list-unsubscribe')
    .flatMap(({ value }) => [...value.matchAll(/<([^<>\s]*)>/g)].map(([, link = '']) => link))
    .filter((link) => isLink(link));

/** Something must stand behind the scheme that can be gone to. */
const isLink = (link: string): boolean =>
  /^mailto:[^@\s]+@[^@\s]+$/i.test(link) || (/^https?:/i.test(link) && URL.canParse(link));

/** Drops closing punctuation, and brackets that were opened before the link. */
const trimEnd = (link: string): string => {
  const unopened: Record<string, number | undefined> = {
    ')': count(link, ')') - count(link, '('),
    ']': count(link, ']') - count(link, '['),
  };
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? '';
    const surplus = unopened[last];
    if (surplus === undefined ? !/[.,;:!?'*_~|]/.test(last) : surplus <= 0) break;
    if (surplus !== undefined) unopened[last] = surplus - 1;
  }
  return link.slice(0, end);
};

const count = (text: string, character: string): number => text.split(character).length - 1;
