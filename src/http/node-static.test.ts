import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readStaticFolder } from './node-static.ts';

const PAGE = '<!doctype html><title>SMTP+</title>';

const build = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-web-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, '.vite'));
  const put = (path: string, data: string | Uint8Array) => writeFile(join(folder, path), data);
  await put('index.html', PAGE);
  await put('theme.js', 'x');
  await put('assets/main-AbCd_123.js', 'let x;');
  await put('assets/main-AbCd_123.js.br', brotliCompressSync('let x;'));
  await put('.vite/manifest.js', 'secret');
  await put('notes.txt', 'not of the UI');
  return folder;
};

const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const folder = await readStaticFolder(await build());
  return folder.answer(new Request(`http://x${path}`, { method, headers }), path);
};

describe('the built pages', () => {
  it('are the same page at each of their paths, asked for anew each time, under a strict policy', async () => {
    for (const path of ['/lists/default/smtp-plus', '/rules', '/decisions/d_1']) {
      const page = await ask(path);
      expect(await page?.text()).toBe(PAGE);
      expect(page?.headers.get('cache-control')).toBe('no-cache');
      const policy = page?.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(policy).not.toMatch(/unsafe|https?:/);
    }
  });

  it('begin at the default list', async () => {
    const start = await ask('/');
    expect([start?.status, start?.headers.get('location')]).toEqual([302, '/lists/default/smtp-plus']);
  });

  it('keep hashed assets for good, and only those', async () => {
    expect((await ask('/assets/main-AbCd_123.js'))?.headers.get('cache-control')).toContain('immutable');
    expect((await ask('/theme.js'))?.headers.get('cache-control')).toBe('no-cache');
  });

  it('go out as the browser can read them', async () => {
    const path = '/assets/main-AbCd_123.js';
    const small = await ask(path, { 'accept-encoding': 'gzip, deflate, br' });
    expect([small?.headers.get('content-encoding'), small?.headers.get('vary')]).toEqual([
      'br',
      'Accept-Encoding',
    ]);
    for (const accepted of ['', 'gzip', 'br;q=0']) {
      const plain = await ask(path, { 'accept-encoding': accepted });
      expect([plain?.headers.get('content-encoding'), await plain?.text()]).toEqual([null, 'let x;']);
    }
  });

  it('are not sent again where the browser has them', async () => {
    const etag = (await ask('/rules'))?.headers.get('etag') ?? '';
    expect((await ask('/rules', { 'if-none-match': `W/"x", ${etag}` }))?.status).toBe(304);
    expect((await ask('/rules', { 'if-none-match': '"x"' }))?.status).toBe(200);
  });

  it('answer HEAD without a body, and no other method', async () => {
    const head = await ask('/rules', {}, 'HEAD');
    expect([head?.status, head?.headers.get('content-length'), await head?.text()]).toEqual([
      200,
      `${PAGE.length}`,
      '',
    ]);
    expect(await ask('/rules', {}, 'POST')).toBeNull();
  });

  it.each([
    '/api/rules',
    '/assets/gone-AbCd_123.js',
    '/index.html',
    '/notes.txt',
    '/.vite/manifest.js',
    '/../x',
    '/assets',
  ])('leave %s to the rest', async (path) => expect(await ask(path)).toBeNull());

  it('are refused where there is no page among them', async () => {
    const folder = await build();
    await rm(join(folder, 'index.html'));
    await expect(readStaticFolder(folder)).rejects.toThrow(/holds no index\.html/);
  });
});
