/** Style sheets of a message: its own images in place of their Content-IDs, nothing from elsewhere unless asked. */

import type { createRemotes } from './remote-content.ts';

/** What hides behind escapes is left: the frame's policy stops it. */
export const viewCss = (
  css: string,
  remotes: ReturnType<typeof createRemotes>,
  part: (contentId: string) => string | null,
): string => {
  const text = css.replace(IMPORT, (rule, _quote, address: string) =>
    remotes.url(address, 'other') === null ? '' : rule,
  );
  // Found by hand: a pattern would look for the end again and again where there is none.
  const lower = text.toLowerCase();
  let view = '';
  let at = 0;
  for (;;) {
    const open = lower.indexOf('url(', at);
    const close = open === -1 ? -1 : text.indexOf(')', open);
    if (close === -1) return view + text.slice(at);
    view += text.slice(at, open) + viewUrl(text, open, close, remotes, part);
    at = close + 1;
  }
};

const IMPORT = /@import\s+(?:url\(\s*)?(["']?)([^"'();]*)\1\s*\)?[^;]*;?/gi;

const viewUrl = (
  css: string,
  open: number,
  close: number,
  remotes: ReturnType<typeof createRemotes>,
  part: (contentId: string) => string | null,
): string => {
  const value = css
    .slice(open + 4, close)
    .trim()
    .replace(/^["']|["']$/g, '');
  // Data may hold a bracket of its own, so that what was cut out is not the whole of it.
  if (/^(data:|#)/i.test(value)) return css.slice(open, close + 1);
  const contentId = /^cid:(.+)$/is.exec(value)?.[1];
  const found = contentId === undefined ? remotes.url(value, kindAt(css, open)) : part(contentId);
  return found === null ? 'none' : `url("${found.replaceAll('"', '%22')}")`;
};

/** A font where the rule around it is one of `@font-face`; a style sheet behind `@import`. */
const kindAt = (css: string, at: number): 'image' | 'other' => {
  const before = css.slice(Math.max(0, at - RULE), at);
  const rule = before.slice(before.lastIndexOf('}') + 1);
  return /@font-face|@import\s*$/i.test(rule) ? 'other' : 'image';
};

/** Characters of a rule that are looked back at. */
const RULE = 500;
