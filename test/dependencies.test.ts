import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { badLicences, badScripts, readAudit, roots, shipped, type Lock } from './dependencies.ts';
import { readScripts, ROOT } from './source-files.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));

const lock = read('package-lock.json') as Lock;
const ours = read('package.json') as {
  dependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};

/** `a` ships with `b`, which has an old `c` of its own; `d` does not ship. */
const PLANTED: Lock = {
  packages: {
    '': {},
    'node_modules/a': { license: 'MIT', dependencies: { b: '1' } },
    'node_modules/b': {
      license: '(GPL-3.0 OR MIT)',
      dependencies: { c: '1' },
      peerDependencies: { none: '1' },
    },
    'node_modules/b/node_modules/c': { license: 'GPL-3.0', hasInstallScript: true },
    'node_modules/c': { license: 'MIT' },
    'node_modules/d': {},
  },
};
const PATHS = shipped(PLANTED, ['a']);

const hole = (name: string, path: string) => ({
  name,
  severity: 'high',
  via: [{ title: 'lets anybody in', url: 'https://advisories.test/1' }],
  nodes: [path],
});

test('what ships is the dependencies, the runtime, what the pages import, and all that these need', () => {
  const names = roots(ours, readScripts());
  expect(names).toEqual(
    expect.arrayContaining(['hono', 'node', 'react', 'react-dom', 'smtp-server', 'wouter']),
  );
  expect(names).not.toContain('vite');
  expect(names).not.toContain('@playwright/test');
  const paths = shipped(lock, names);
  for (const name of names) expect(paths).toContain(`node_modules/${name}`);
  expect(paths).toContain('node_modules/pg-protocol');
  expect([...PATHS]).toEqual(['node_modules/a', 'node_modules/b', 'node_modules/b/node_modules/c']);
});

test('all of it is under a licence of the list', () => {
  expect(badLicences(lock, shipped(lock, roots(ours, readScripts())))).toEqual([]);
});

test('another licence is named, and so is none', () => {
  expect(badLicences(PLANTED, PATHS)).toEqual([
    expect.stringContaining('node_modules/b/node_modules/c is under "GPL-3.0"'),
  ]);
  expect(badLicences(PLANTED, new Set(['node_modules/d']))).toHaveLength(1);
});

test('only the scripts that are allowed by name run at the installation', () => {
  expect(badScripts(lock, ours.allowScripts)).toEqual([]);
  expect(badScripts(PLANTED, {})).toEqual([
    expect.stringContaining('node_modules/b/node_modules/c runs a script'),
  ]);
  expect(badScripts(PLANTED, { c: false })).toEqual([]);
  expect(badScripts(PLANTED, { c: true, gone: true })).toEqual([expect.stringContaining('names gone')]);
});

test('a known hole in what ships is told, one in what does not ship is not', () => {
  const vulnerabilities = {
    c: hole('c', 'node_modules/b/node_modules/c'),
    d: hole('d', 'node_modules/d'),
  };
  expect(readAudit(JSON.stringify({ auditReportVersion: 2, vulnerabilities }), PATHS)).toEqual({
    answered: true,
    holes: ['c has a known hole (high): lets anybody in https://advisories.test/1'],
  });
});

test('an audit without holes is good', () => {
  const json = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
  expect(readAudit(json, PATHS)).toEqual({ answered: true, holes: [] });
});

test('a registry that answers no audit is a skipped check, by name', () => {
  for (const json of [
    JSON.stringify({ message: '405 Method Not Allowed - POST https://registry.test/', statusCode: 405 }),
    JSON.stringify({ error: { summary: 'request failed', detail: '' } }),
    JSON.stringify({ vulnerabilities: {} }),
    'not json',
    '',
  ])
    expect(readAudit(json, PATHS)).toMatchObject({
      answered: false,
      why: expect.stringContaining('answers no audit'),
    });
});
