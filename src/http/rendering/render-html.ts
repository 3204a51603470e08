/** The HTML of a message as an answer for a frame of our own pages. */

import { viewHtml } from './html-view.ts';
import { contentOf, parseMessage } from './render-message.ts';

/** A whole document, its images within as `data:` URLs; null where the message has no HTML. */
export const renderHtml = async (bytes: Uint8Array, remote: boolean): Promise<string | null> => {
  const email = await parseMessage(bytes);
  if (!email?.html) return null;
  let left = INLINED;
  const part = (contentId: string): string | null => {
    const found = email.attachments.find((one) => one.contentId?.replace(/^<|>$/g, '') === contentId);
    const type = found?.mimeType.toLowerCase() ?? '';
    if (!found || !IMAGE.test(type)) return null;
    const content = contentOf(found);
    if (content.length > left) return null;
    left -= content.length;
    return `data:${type};base64,${base64(content)}`;
  };
  return viewHtml(email.html, { remote, part }).html;
};

/**
 * The sandbox holds also where somebody opens the address by itself: no scripts, no forms, no origin. Links may open a
 * tab, which is no part of the sandbox. Only our own pages may frame it.
 */
export const framed = (html: string, remote: boolean): Response =>
  new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(remote ? ' http: https:' : ''),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'cache-control': 'no-store',
    },
  });

const policy = (elsewhere: string): string =>
  [
    'sandbox allow-popups allow-popups-to-escape-sandbox',
    "default-src 'none'",
    `img-src data:${elsewhere}`,
    `style-src 'unsafe-inline'${elsewhere}`,
    `font-src data:${elsewhere}`,
    `media-src ${elsewhere === '' ? "'none'" : elsewhere.trim()}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');

/** Bytes of images put into one document: an image may be shown any number of times. */
const INLINED = 32 * 1024 * 1024;

const IMAGE = /^image\/[\w.+-]+$/;

const PIECE = 8192;

const base64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE)
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(binary);
};
