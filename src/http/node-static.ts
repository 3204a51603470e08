/** Serves the built admin UI from memory: hashed assets for good, the page itself anew each time, under a strict CSP. */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

import { isPagePath, START_PAGE } from './contract/pages.ts';

export type StaticFolder = {
  /** null where nothing of the UI stands at the path; `path` is as in the URL. */
  answer(request: Request, path: string): Response | null;
};

/** Reads a folder that the build made, with `index.html` in it and beside a file what it is as `.br` and `.gz`. */
export const readStaticFolder = async (folder: string): Promise<StaticFolder> => {
  const files = await readFiles(folder);
  const page = files.get('/index.html');
  if (!page) throw new Error(`"${folder}" holds no index.html: build the pages anew`);
  return {
    answer(request, path) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return null;
      if (path === '/') return new Response(null, { status: 302, headers: { location: START_PAGE } });
      const file = isPagePath(path) ? page : path === '/index.html' ? undefined : files.get(path);
      return file ? respond(file, request) : null;
    },
  };
};

type File = {
  headers: Record<string, string>;
  etag: string;
  /** By content coding; `identity` is the file as it is. */
  bodies: Partial<Record<Coding, Uint8Array<ArrayBuffer>>>;
};

type Coding = 'br' | 'gzip' | 'identity';

/**
 * Nothing from elsewhere, no inline script or style, no frame around it. A frame within shows an HTML mail from a route of
 * ours that has a policy of its own; a `srcdoc` would inherit this one.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const readFiles = async (folder: string): Promise<Map<string, File>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => extname(path) in TYPES && !path.slice(folder.length).includes(`${sep}.`));
  const files = await Promise.all(
    paths.map(async (path) => [urlPath(folder, path), await readOne(path)] as const),
  );
  return new Map(files);
};

const urlPath = (folder: string, path: string): string =>
  `/${path.slice(folder.length).split(sep).filter(Boolean).join('/')}`;

const readOne = async (path: string): Promise<File> => {
  const identity = await bytes(path);
  const [br, gzip] = await Promise.all(
    [`${path}.br`, `${path}.gz`].map((one) => bytes(one).catch(() => null)),
  );
  const html = path.endsWith('.html');
  return {
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    headers: {
      'content-type': TYPES[extname(path)] ?? '',
      'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
      ...(html ? { 'content-security-policy': POLICY, 'referrer-policy': 'same-origin' } : {}),
    },
    bodies: { identity, ...(br ? { br } : {}), ...(gzip ? { gzip } : {}) },
  };
};

const bytes = async (path: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(path));

/** Vite puts what has a hash in its name into `assets`. */
const isHashed = (path: string): boolean => /[/\\]assets[/\\][^/\\]*-[\w-]{8}\.\w+$/.test(path);

const respond = ({ headers, etag, bodies }: File, request: Request): Response => {
  const known = request.headers
    .get('if-none-match')
    ?.split(',')
    .map((one) => one.trim().replace(/^W\//, ''));
  if (known?.includes(etag)) return new Response(null, { status: 304, headers: { ...headers, etag } });
  const coding = codingFor(request.headers.get('accept-encoding') ?? '', bodies);
  const body = bodies[coding] ?? null;
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      ...headers,
      etag,
      'content-length': String(body?.byteLength ?? 0),
      ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
    },
  });
};

const codingFor = (accepted: string, bodies: File['bodies']): Coding => {
  const wanted = accepted
    .toLowerCase()
    .split(',')
    .filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one))
    .map((one) => one.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((coding) => wanted.includes(coding) && bodies[coding]) ?? 'identity';
};
