/** What is held against the packages that ship: known holes, licences, and scripts that run when they are installed. */

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Count } from './count.ts';
import { readReach } from './imports.ts';
import { readScripts, ROOT } from './source-files.ts';

export type Lock = { packages: Record<string, Locked> };
type Locked = {
  version?: string;
  license?: string;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

/** Licences (SPDX) under which a package may ship with one of MIT. */
export const LICENCES: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
];

/** The whole check; `npm audit` asks the registry. */
export const checkDependencies = async (): Promise<Count> => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  const ours = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Ours;
  const paths = shipped(lock, roots(ours, readScripts()));
  const faults = [...badLicences(lock, paths), ...badScripts(lock, ours.allowScripts ?? {})];
  const checked: Count = {
    passed: faults.length === 0 ? 2 : 0,
    failed: faults.map((fault) => `dependencies: ${fault}`),
    skipped: [],
  };
  const audit = readAudit(await npmAudit(), paths);
  return {
    passed: checked.passed + (audit.answered && audit.holes.length === 0 ? 1 : 0),
    failed: [...checked.failed, ...audit.holes.map((hole) => `dependencies: ${hole}`)],
    skipped: audit.answered ? [] : [`dependencies: known holes were not looked for: ${audit.why}`],
  };
};

type Ours = { dependencies: Record<string, string>; allowScripts?: Record<string, boolean> };

/** What is installed to run, the runtime itself, and what the build puts into the pages. */
export const roots = (ours: Pick<Ours, 'dependencies'>, scripts: ReadonlyMap<string, string>): string[] => {
  const pages = [...scripts].filter(([path]) => /^web\/(?!tests\/)/.test(path) && !BUILD.test(path));
  const imported = pages.flatMap(([path, text]) =>
    readReach(path, text).imports.flatMap(({ what, typeOnly }) =>
      what === null || typeOnly || /^(\.|node:|src\/|web\/|#)/.test(what) ? [] : [nameOf(what)],
    ),
  );
  return [...new Set([...Object.keys(ours.dependencies), 'node', ...imported])].toSorted();
};

/** The paths in the lock file of these packages and of all that they need. */
export const shipped = ({ packages }: Lock, names: readonly string[]): Set<string> => {
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    const path = resolve(packages, name, from);
    if (path === null || found.has(path)) return;
    found.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = packages[path] ?? {};
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      add(needed, path);
  };
  for (const name of names) add(name, '');
  return found;
};

export const badLicences = ({ packages }: Lock, paths: ReadonlySet<string>): string[] =>
  [...paths]
    .filter((path) => !isAllowed(packages[path]?.license))
    .map(
      (path) =>
        `${path} is under "${packages[path]?.license ?? ''}", which is not on the list of test/dependencies.ts`,
    );

/** Of all packages, since those that only build and test run their scripts on the same machines. */
export const badScripts = ({ packages }: Lock, allowed: Readonly<Record<string, boolean>>): string[] => {
  const having = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript);
  const names = new Set(having.map(nameAt));
  return [
    ...having
      .filter((path) => allowed[nameAt(path)] === undefined)
      .map(
        (path) =>
          `${path} runs a script when it is installed: allow or forbid it in "allowScripts" of package.json`,
      ),
    ...Object.keys(allowed)
      .filter((name) => !names.has(name))
      .map((name) => `"allowScripts" of package.json names ${name}, which has no script: take it out`),
  ];
};

export type Audit = { answered: true; holes: string[] } | { answered: false; why: string; holes: [] };

/** `json` is what `npm audit --json` wrote; no answer is never taken for a good one. */
export const readAudit = (json: string, paths: ReadonlySet<string>): Audit => {
  const told = parse(json) as NpmAudit | null;
  if (told?.auditReportVersion !== 2 || !told.vulnerabilities)
    return {
      answered: false,
      why: `the registry answers no audit (${told?.message ?? told?.error?.summary ?? 'npm said nothing'})`,
      holes: [],
    };
  const holes = Object.values(told.vulnerabilities)
    .filter(({ nodes }) => nodes.some((path) => paths.has(path)))
    .map(
      ({ name, severity, via }) => `${name} has a known hole (${severity}): ${via.map(titleOf).join('; ')}`,
    );
  return { answered: true, holes };
};

type NpmAudit = {
  auditReportVersion?: number;
  vulnerabilities?: Record<string, { name: string; severity: string; via: Via[]; nodes: string[] }>;
  message?: string;
  error?: { summary?: string };
};
type Via = string | { title: string; url: string };

const titleOf = (via: Via): string => (typeof via === 'string' ? `by ${via}` : `${via.title} ${via.url}`);

/** Of the build, not of the pages. */
const BUILD = /\.test\.ts$|^web\/(build|dev|size|vite\.config)\.ts$/;

/** `@scope/name/deep/file` is the package `@scope/name`. */
const nameOf = (what: string): string =>
  what
    .split('/')
    .slice(0, what.startsWith('@') ? 2 : 1)
    .join('/');

const nameAt = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** As Node finds it: in the nearest `node_modules` above. */
const resolve = (packages: Lock['packages'], name: string, from: string): string | null => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return null;
  }
};

const isAllowed = (licence: string | undefined): boolean =>
  (licence ?? '')
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => LICENCES.includes(one));

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

/** It ends with 1 both where there are holes and where nobody answered: only what it writes tells. */
const npmAudit = (): Promise<string> =>
  new Promise((resolve) => {
    const run = execFile(
      'npm',
      ['audit', '--json'],
      { cwd: ROOT, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
      (_, stdout) => resolve(stdout),
    );
    run.stdin?.end();
  });
