/** The built pages: makes them when they are missing or older than their sources, in a process of its own. */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { firstPageSize } from './size.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(import.meta.dirname, 'dist');

/**
 * The folder with the built pages. Each build has a folder of its own, named by its sources, that appears at once and
 * whole: two starts do not trip over each other, nor does a start over a service that runs. Rejects with the reason
 * where there is nothing to serve; `say` is told when a build begins and how long it took.
 */
export const ensureBuilt = async (say: (line: string) => void = () => undefined): Promise<string> => {
  const folder = join(DIST, stamp());
  if (await exists(folder)) return folder;
  if (!canBuild()) return newestBuild();
  say('building the pages ...');
  const begun = performance.now();
  await runBuild(folder);
  const { total } = await firstPageSize(folder);
  say(
    `built the pages in ${((performance.now() - begun) / 1000).toFixed(1)} s; ` +
      `the first one takes ${Math.round(total / 1000)} KB of JavaScript`,
  );
  return folder;
};

/** What goes into the pages. */
const SOURCES = [
  'web/**/*',
  'src/model/**/*.ts',
  'src/policy/**/*.ts',
  'src/http/contract.ts',
  'src/http/contract/**/*.ts',
  'package-lock.json',
];

const NO_SOURCE = /(^|[/\\])(node_modules|dist|tests)([/\\]|$)|\.test\.tsx?$/;

/** 16 hex digits that change with any source. */
const stamp = (): string => {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((pattern) =>
    globSync(pattern, { cwd: ROOT, withFileTypes: true, exclude: isNoSource }),
  )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !NO_SOURCE.test(path.slice(ROOT.length)))
    .toSorted();
  for (const path of files) {
    const text = readFileSync(path);
    hash.update(`${path.slice(ROOT.length).split(sep).join('/')}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex').slice(0, 16);
};

const isNoSource = ({ name }: { name: string }): boolean => name === 'node_modules' || name === 'dist';

/** Vite is no part of a production install, which brings its pages along. */
const canBuild = (): boolean => {
  try {
    import.meta.resolve('vite');
    return true;
  } catch {
    return false;
  }
};

const newestBuild = async (): Promise<string> => {
  const names = await readdir(DIST).catch(() => []);
  const builds = await Promise.all(
    names
      .filter((name) => /^[0-9a-f]{16}$/.test(name))
      .map(async (name) => ({ path: join(DIST, name), at: (await stat(join(DIST, name))).mtimeMs })),
  );
  const [newest] = builds.toSorted((a, b) => b.at - a.at);
  if (!newest) throw new Error('vite is not installed and no built pages came along: run npm install');
  return newest.path;
};

const runBuild = async (folder: string): Promise<void> => {
  const child = spawn(process.execPath, [import.meta.filename, folder], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Under a test runner it is `test`, which would build React as for development.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => void (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new Error(`the build ended with code ${code}:\n${stripVTControlCharacters(said).trim()}`);
};

/** Runs in the process of its own: Vite's memory and Vite's mistakes stay there. */
const build = async (folder: string): Promise<void> => {
  const vite = await import('vite');
  await mkdir(DIST, { recursive: true });
  const temporary = await mkdtemp(join(DIST, '.building-'));
  try {
    await vite.build({
      configFile: join(import.meta.dirname, 'vite.config.ts'),
      build: { outDir: temporary },
      logLevel: 'warn',
    });
    await compress(temporary);
    // A temporary folder is for its owner alone; pages that are shipped are for all.
    await chmod(temporary, 0o755);
    await moveTo(folder, temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await dropOthers(folder);
};

const compress = async (folder: string): Promise<void> => {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((one) => /\.(js|css|html|svg)$/.test(one))) {
    const text = await readFile(join(folder, name));
    await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(text, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
    await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(text, { params }));
  }
};

/** Somebody else may have been first: theirs is the same. */
const moveTo = async (folder: string, temporary: string): Promise<void> => {
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (!(await exists(folder))) throw error;
  }
};

const STALE_MS = 3_600_000;

/** Builds of other sources go, and what a build that was broken off left; a start that is under way may still read them for a while. */
const dropOthers = async (folder: string): Promise<void> => {
  for (const name of await readdir(DIST)) {
    const path = join(DIST, name);
    if (path === folder) continue;
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
};

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;

const [, script, target] = process.argv;
if (script === import.meta.filename && target !== undefined)
  await build(target).catch((error: unknown) => {
    // Place and reason; the stack is that of the builder, which nobody asks for.
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
