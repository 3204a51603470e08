/** The floors of the house: who may import whom, and which files must run without Node. */

import { isBuiltin } from 'node:module';

import { readReach, type Import, type Reach } from './imports.ts';

/** A folder (or what its path begins with), what of ours it may import beside itself, and which packages; null: any. */
type Floor = { floor: string; may: readonly string[]; packages?: readonly string[] };

/** From the ground up, as docs/architecture.md tells it. A file belongs to the first floor that its path begins with. */
export const FLOORS: readonly Floor[] = [
  { floor: 'src/model/', may: [] },
  { floor: 'src/policy/', may: ['src/model/'] },
  { floor: 'src/store/', may: ['src/model/'] },
  { floor: 'src/relay/', may: ['src/model/', 'src/policy/', 'src/store/store.ts'] },
  { floor: 'src/delivery/', may: ['src/model/', 'src/store/store.ts'] },
  { floor: 'src/http/', may: ['src/model/', 'src/policy/', 'src/store/store.ts'] },
  { floor: 'src/telemetry/', may: ['src/model/', 'src/policy/', 'src/store/store.ts'] },
  { floor: 'src/flags', may: ['src/model/', 'src/telemetry/log-format'] },
  {
    floor: 'src/config',
    may: ['src/model/', 'src/flags', 'src/telemetry/log-format', 'package.json'],
  },
  {
    floor: 'src/service',
    may: [
      'src/model/',
      'src/policy/',
      'src/store/',
      'src/relay/',
      'src/delivery/',
      'src/http/',
      'src/telemetry/',
      'src/config',
      'package.json',
    ],
  },
  {
    floor: 'src/main.ts',
    may: [
      'src/model/',
      'src/store/store.ts',
      'src/telemetry/',
      'src/flags',
      'src/config',
      'src/service',
      'web/build.ts',
    ],
  },
  { floor: 'web/tests/', may: ['src/', 'harness/', 'fixtures/', 'web/', 'test/service.ts'] },
  { floor: 'web/', may: ['src/model/', 'src/policy/', 'src/http/contract'] },
  {
    floor: 'harness/',
    may: [
      ...['src/model/', 'src/policy/', 'src/http/contract', 'src/service', 'src/config', 'web/build.ts'],
      'fixtures/next-hop/',
    ],
  },
  { floor: 'scenarios/', may: ['#harness', 'fixtures/'], packages: [] },
  // Programs as others write them, which the harness starts.
  { floor: 'fixtures/forms/', may: [] },
  // Servers that tests talk to, and the harness and the benchmark start.
  { floor: 'fixtures/next-hop/', may: [] },
  { floor: 'fixtures/postgres/', may: [] },
  { floor: 'fixtures/', may: [], packages: [] },
  { floor: 'bench/', may: ['src/', 'harness/', 'fixtures/', 'package.json'] },
  { floor: 'test/', may: ['src/', 'harness/', 'fixtures/', 'package.json', 'web/parts/'] },
];

/** Tests of the upper floors stand on the real memory store, and may read `fixtures/`; they may compute what they import. */
const TESTS_MAY = ['src/store/', 'fixtures/'];

/** What must also run in a browser tab, with all that it imports; adapters to Node stand apart. */
const PURE = [
  /^src\/(model|policy|http)\//,
  /^src\/store\/(store|memory)\.ts$/,
  /^src\/delivery\/verification/,
  /^web\//,
];
const NODE_ADAPTERS = [/^src\/http\/node-/, /^web\/(tests\/|(build|dev|size|vite\.config)\.ts$)/];

/** Packages that run in a browser as they are. */
const PURE_PACKAGES = [
  '@base-ui/react',
  '@tanstack/react-query',
  '@tanstack/react-virtual',
  'entities',
  'htmlparser2',
  'hono',
  'modern-tar',
  'postal-mime',
  're2js',
  'react',
  'react-dom',
  'tr46',
  'wouter',
  'zod',
];

export const isTest = (path: string): boolean =>
  /\.test\.|\.test-|^web\/tests\//.test(path) || path === 'src/store/contract.ts';

/** The benchmark ships no more than a test does, and starts what tests start. */
const mayUseTests = (path: string): boolean => isTest(path) || path.startsWith('bench/');

/** Every breach of the floors among these scripts (path from the root to text), one line each. */
export const findBreaches = (scripts: ReadonlyMap<string, string>): string[] => {
  const reaches = new Map([...scripts].map(([path, text]) => [path, readReach(path, text)]));
  const pure = pureFiles(reaches);
  return [...reaches].flatMap(([path, reach]) => [
    ...breachesOfFloor(path, reach),
    ...(pure.has(path) ? breachesOfPurity(path, reach, pure.get(path) ?? path) : []),
  ]);
};

export const floorOf = (path: string): Floor | null =>
  FLOORS.find(({ floor }) => path.startsWith(floor)) ?? null;

const breachesOfFloor = (path: string, reach: Reach): string[] => {
  const own = floorOf(path);
  if (!own) return [`${path} stands on no floor: give it a place in the table`];
  const may = [own.floor, ...own.may, ...(isTest(path) ? TESTS_MAY : [])];
  return reach.imports.flatMap(({ what, line }) => {
    const at = `${path}:${line}`;
    if (what === null && isTest(path)) return [];
    if (what === null) return [`${at} imports what only shows at run time: name it in a plain string`];
    if (isOurs(what) && !may.some((prefix) => what.startsWith(prefix)))
      return [`${at} imports ${what}, but ${own.floor} may import only ${may.join(', ')}`];
    if (isOurs(what) && isTest(what) && !mayUseTests(path)) return [`${at} imports the test code ${what}`];
    if (!isOurs(what) && own.packages?.includes(packageOf(what)) === false)
      return [`${at} imports ${what}, but ${own.floor} may import only ${may.join(', ')}`];
    return [];
  });
};

const breachesOfPurity = (path: string, reach: Reach, because: string): string[] => {
  const why =
    because === path ? 'must run in a browser' : `must run in a browser, since ${because} imports it`;
  return [
    ...reach.imports
      .filter(needsNode)
      .map(({ what, line }) => `${path}:${line} imports ${what}, but ${path} ${why}`),
    ...reach.globals.map(({ name, line }) => `${path}:${line} uses ${name} of Node, but ${path} ${why}`),
  ];
};

/** A type of a package is erased; a type of Node's own is not wanted either. */
const needsNode = ({ what, typeOnly }: Import): boolean =>
  what !== null &&
  !isOurs(what) &&
  (isBuiltin(what) || (!typeOnly && !PURE_PACKAGES.includes(packageOf(what))));

/** The files that must be pure, each with the one that makes it so: itself, or what imports it to run. */
const pureFiles = (reaches: ReadonlyMap<string, Reach>): Map<string, string> => {
  const pure = new Map<string, string>();
  const matches = (path: string, patterns: RegExp[]) => patterns.some((pattern) => pattern.test(path));
  for (const path of reaches.keys())
    if (matches(path, PURE) && !matches(path, NODE_ADAPTERS) && !isTest(path)) pure.set(path, path);
  // A Map tells what is added while it is read, so this reaches everything that is imported.
  for (const [path] of pure)
    for (const { what, typeOnly } of reaches.get(path)?.imports ?? [])
      if (what !== null && !typeOnly && reaches.has(what) && !pure.has(what)) pure.set(what, path);
  return pure;
};

const isOurs = (what: string): boolean =>
  what.startsWith('#') ||
  what === 'package.json' ||
  FLOORS.some(({ floor }) => what.startsWith(`${floor.split('/')[0]}/`)) ||
  what.startsWith('..');

/** `@scope/name/deep/file` is the package `@scope/name`. */
const packageOf = (what: string): string =>
  what
    .split('/')
    .slice(0, what.startsWith('@') ? 2 : 1)
    .join('/');
