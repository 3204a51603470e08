/** The HTML of a message made fit for a sandboxed frame: no scripts, its own images within, nothing from elsewhere unless asked. */

import { decodeHTMLAttribute } from 'entities/decode';
import { Parser } from 'htmlparser2';
import { viewCss } from './css-view.ts';
import { createRemotes, type RemoteContent } from './remote-content.ts';

export type HtmlView = {
  /** A whole document in UTF-8. */
  html: string;
  /** What it would load from elsewhere, whether it does or not. */
  remote: RemoteContent;
};

export type HtmlViewOptions = {
  /** Leaves in place what is loaded from elsewhere. */
  remote: boolean;
  /** A part of the message by its Content-ID, without brackets, as a `data:` URL; null where there is none. */
  part?: (contentId: string) => string | null;
};

/**
 * What frames, scripts, refreshes or asks for connections ahead falls away, as do handlers and addresses that are none
 * of the web; links open a tab of their own. The frame's sandbox and policy hold without this: it keeps the browser from
 * complaining about each thing that it stops, and counts them.
 */
export const viewHtml = (html: string, { remote, part = () => null }: HtmlViewOptions): HtmlView => {
  const remotes = createRemotes(remote);
  const out: string[] = [];
  let cut = html.length > BOUND;
  let open = 0;
  let skipped: string | null = null;
  let depth = 0;
  // Style sheets come in pieces.
  let css: string | null = null;
  const endStyle = (): void => {
    if (css !== null) out.push(viewCss(css, remotes, part));
    css = null;
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        open += 1;
        if (open > DEEPEST) {
          cut = true;
          parser.pause();
          return;
        }
        if (skipped !== null) {
          if (name === skipped) depth += 1;
          return;
        }
        if (SKIPPED.has(name)) {
          if (VOID.has(name)) return;
          skipped = name;
          depth = 1;
          return;
        }
        if (name === 'link' && !isStylesheet(attributes)) return;
        out.push(`<${name}${viewAttributes(name, attributes, remotes, part)}>`);
        if (name === 'style') css = '';
      },
      ontext(text) {
        if (skipped !== null) return;
        if (css === null) out.push(text);
        else css += text;
      },
      onclosetag(name, implied) {
        open -= 1;
        if (skipped !== null) {
          if (name === skipped) depth -= 1;
          if (depth === 0) skipped = null;
          return;
        }
        endStyle();
        // The browser closes what is left open as it likes best.
        if (!implied && !SKIPPED.has(name)) out.push(`</${name}>`);
      },
    },
    { decodeEntities: false },
  );
  parser.end(html.slice(0, BOUND));
  endStyle();
  return { html: `${HEAD}${out.join('')}${cut ? CUT : ''}`, remote: remotes.count() };
};

/** Characters shown: what comes after them nobody reads. */
const BOUND = 2_000_000;

/** Elements within each other: browsers go to 512, and the parser's time grows with their square. */
const DEEPEST = 600;

const HEAD = '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light">';
const CUT = '<p>[The rest is not shown here: it stands in the source.]</p>';

const SKIPPED = new Set([
  ...['script', 'iframe', 'frame', 'frameset', 'noframes', 'object', 'embed', 'applet', 'portal', 'template'],
  ...['base', 'meta', 'title'],
]);
const VOID = new Set(['base', 'meta', 'embed', 'frame']);

type Attributes = Readonly<Record<string, string>>;
type Part = (contentId: string) => string | null;
type Remotes = ReturnType<typeof createRemotes>;

const isStylesheet = ({ rel = '' }: Attributes): boolean => /^\s*stylesheet\s*$/i.test(rel);

const viewAttributes = (name: string, attributes: Attributes, remotes: Remotes, part: Part): string => {
  const kept = Object.entries(attributes).flatMap(([key, raw]) => {
    const value = viewAttribute(name, key.toLowerCase(), decodeHTMLAttribute(raw), remotes, part);
    return value === null ? [] : [` ${key}="${escapeAttribute(value)}"`];
  });
  const leads = LINKS.has(name) && 'href' in attributes;
  return kept.join('') + (leads ? ' target="_blank" rel="noopener noreferrer"' : '');
};

/** The value to show, null where the attribute falls away. */
const viewAttribute = (
  name: string,
  key: string,
  value: string,
  remotes: Remotes,
  part: Part,
): string | null => {
  if (/[^a-z0-9:_.-]/.test(key) || key.startsWith('on') || DROPPED.has(key)) return null;
  if (key === 'style') return viewCss(value, remotes, part);
  if (LINKS.has(name) && /^(xlink:)?href$/.test(key)) return LINK.test(value.trim()) ? value : null;
  if (!LOADS.has(key)) return value;
  if (/^(data:|#)/i.test(value.trim())) return value;
  const contentId = /^cid:(.+)$/is.exec(value.trim())?.[1];
  if (contentId !== undefined) return part(decodeContentId(contentId));
  if (key === 'srcset') return remotes.srcset(value);
  return remotes.url(value, name === 'link' || OTHER.has(name) ? 'other' : 'image');
};

/** Of no use in a frame that neither sends forms nor refreshes, or set anew below. */
const DROPPED = new Set([
  'target',
  'rel',
  'ping',
  'srcdoc',
  'action',
  'formaction',
  'nonce',
  'autofocus',
  'integrity',
  'manifest',
]);

const LINKS = new Set(['a', 'area']);
const LINK = /^(https?:|mailto:|tel:|#)/i;

/** Attributes by which something is loaded. */
const LOADS = new Set([
  'src',
  'srcset',
  'background',
  'poster',
  'href',
  'xlink:href',
  'data',
  'lowsrc',
  'dynsrc',
]);
/** Elements that load what is no image. */
const OTHER = new Set(['audio', 'video', 'source', 'track']);

/** RFC 2392 section 2: it may be percent-encoded. */
const decodeContentId = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const escapeAttribute = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
