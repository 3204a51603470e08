import { describe, expect, test } from 'vitest';

import { findBreaches, floorOf, FLOORS } from './floors.ts';
import { readReach } from './imports.ts';
import { readScripts } from './source-files.ts';

describe('the house', () => {
  const scripts = readScripts();

  test('keeps its floors one-way and its lower floors free of Node', () => {
    expect(findBreaches(scripts)).toEqual([]);
  });

  test('has been looked at: every floor of src that must exist has files, and files have imports', () => {
    const inhabited = new Set([...scripts.keys()].map((path) => floorOf(path)?.floor));
    for (const { floor } of FLOORS.slice(0, 8)) expect(inhabited, floor).toContain(floor);
    const imports = [...scripts].flatMap(([path, text]) => readReach(path, text).imports);
    expect(imports.length).toBeGreaterThan(scripts.size);
  });
});

describe('a planted breach is caught', () => {
  test.each<[path: string, text: string, words: string]>([
    // Against the floors, by each kind of import.
    ['src/model/a.ts', `import { x } from '../policy/b.ts';`, 'imports src/policy/b.ts'],
    ['src/model/a.ts', `import type { X } from '../policy/b.ts';`, 'imports src/policy/b.ts'],
    ['src/model/a.ts', `export * from '../store/store.ts';`, 'imports src/store/store.ts'],
    ['src/model/a.ts', `export { x } from '../store/store.ts';`, 'imports src/store/store.ts'],
    ['src/model/a.ts', `export type { X } from '../store/store.ts';`, 'imports src/store/store.ts'],
    ['src/model/a.ts', `import '../policy/b.ts';`, 'imports src/policy/b.ts'],
    ['src/policy/a.ts', `const b = await import('../relay/b.ts');`, 'imports src/relay/b.ts'],
    ['src/policy/a.ts', `type B = import('../relay/b.ts').B;`, 'imports src/relay/b.ts'],
    ['src/store/a.ts', `const b = require('../relay/b.ts');`, 'imports src/relay/b.ts'],
    ['src/store/a.ts', `import b = require('../relay/b.ts');`, 'imports src/relay/b.ts'],
    ['src/store/a.ts', `new Worker(new URL('../relay/b.ts', import.meta.url));`, 'imports src/relay/b.ts'],
    ['src/store/a.ts', `import.meta.resolve('../relay/b.ts');`, 'imports src/relay/b.ts'],
    ['src/store/a.ts', 'await import(`../relay/${name}.ts`);', 'imports what only shows at run time'],
    ['src/store/a.ts', 'new Worker(new URL(name, import.meta.url));', 'imports what only shows at run time'],
    // From each floor to one that it may not reach.
    ['src/store/a.ts', `import '../policy/b.ts';`, 'src/policy/b.ts'],
    ['src/relay/a.ts', `import '../store/memory.ts';`, 'src/store/memory.ts'],
    ['src/relay/a.ts', `import '../delivery/b.ts';`, 'src/delivery/b.ts'],
    ['src/relay/a.ts', `import '../http/b.ts';`, 'src/http/b.ts'],
    ['src/delivery/a.ts', `import '../policy/b.ts';`, 'src/policy/b.ts'],
    ['src/delivery/a.ts', `import '../store/sqlite.ts';`, 'src/store/sqlite.ts'],
    ['src/http/node-a.ts', `import '../relay/b.ts';`, 'src/relay/b.ts'],
    ['src/http/node-a.ts', `import '../config.ts';`, 'src/config.ts'],
    ['src/relay/a.test.ts', `import '../http/b.ts';`, 'src/http/b.ts'],
    ['src/relay/a.ts', `import './b.test-data.ts';`, 'test code src/relay/b.test-data.ts'],
    ['src/config.ts', `import './service.ts';`, 'src/service.ts'],
    ['src/service.ts', `import './main.ts';`, 'src/main.ts'],
    ['src/main.ts', `import './store/sqlite.ts';`, 'src/store/sqlite.ts'],
    ['src/other.ts', '', 'stands on no floor'],
    ['src/utils/a.ts', '', 'stands on no floor'],
    ['web/a.tsx', `import '../src/http/routes/b.ts';`, 'src/http/routes/b.ts'],
    ['web/a.tsx', `import '../src/store/store.ts';`, 'src/store/store.ts'],
    ['web/a.tsx', `import { test } from './tests/fixtures.ts';`, 'test code'],
    ['web/tests/a.spec.ts', `import '../../bench/load.ts';`, 'bench/load.ts'],
    ['harness/a.ts', `import '../src/store/memory.ts';`, 'src/store/memory.ts'],
    ['harness/a.ts', `import '../../elsewhere/b.ts';`, '../elsewhere/b.ts'],
    ['scenarios/a/b.scenario.ts', `import '../../harness/b.ts';`, 'harness/b.ts'],
    ['scenarios/a/b.scenario.ts', `import '@playwright/test';`, '@playwright/test'],
    ['fixtures/a.ts', `import '../src/model/b.ts';`, 'src/model/b.ts'],
    // What needs Node, where a browser must do.
    ['src/model/a.ts', `import { createHash } from 'node:crypto';`, 'imports node:crypto'],
    ['src/model/a.ts', `import { createHash } from 'crypto';`, 'imports crypto'],
    ['src/policy/a.ts', `import type { Socket } from 'node:net';`, 'imports node:net'],
    ['src/http/a.ts', `import 'nodemailer';`, 'imports nodemailer'],
    ['src/http/a.ts', `import '@hono/node-server/serve-static';`, 'imports @hono/node-server/serve-static'],
    ['src/store/memory.ts', `import 'node:fs';`, 'imports node:fs'],
    ['src/delivery/verification-mail.ts', `Buffer.from('x');`, 'uses Buffer'],
    ['src/policy/a.ts', `const x: Buffer | null = null;`, 'uses Buffer'],
    ['src/policy/a.ts', `process.env['X'];`, 'uses process'],
    ['src/policy/a.ts', `globalThis.process;`, 'uses process'],
    ['src/policy/a.ts', `globalThis['Buffer'];`, 'uses Buffer'],
    ['src/policy/a.ts', `setImmediate(() => {});`, 'uses setImmediate'],
    ['web/a.tsx', `import { join } from 'node:path';`, 'imports node:path'],
    ['web/pages/a.tsx', `process.env;`, 'uses process'],
    ['src/policy/a.ts', `import.meta.dirname;`, 'uses import.meta.dirname'],
  ])('%s: %s', (path, text, words) => {
    expect(findBreaches(new Map([[path, text]])).join('\n')).toContain(words);
  });

  test('a file that a pure one imports must be pure as well, however far down', () => {
    const scripts = new Map([
      ['src/store/memory.ts', `import './search.ts';`],
      ['src/store/search.ts', `import './words.ts';`],
      ['src/store/words.ts', `import 'node:fs';`],
      ['src/store/sqlite.ts', `import 'node:fs';`],
    ]);
    expect(findBreaches(scripts)).toEqual([
      'src/store/words.ts:1 imports node:fs, but src/store/words.ts must run in a browser, since src/store/search.ts imports it',
    ]);
  });

  test('a breach tells its line', () => {
    expect(findBreaches(new Map([['src/model/a.ts', `\n\nimport 'node:fs';`]]))).toEqual([
      'src/model/a.ts:3 imports node:fs, but src/model/a.ts must run in a browser',
    ]);
  });
});

describe('what is allowed is let be', () => {
  test.each([
    ['src/model/a.ts', `import { ok } from './result.ts'; import tr46 from 'tr46';`],
    ['src/policy/a.ts', `import type { X } from '../model/b.ts';`],
    [
      'src/relay/a.ts',
      `import type { Store } from '../store/store.ts'; import 'node:net'; Buffer.from('x');`,
    ],
    ['src/relay/a.test.ts', `import { createMemoryStore } from '../store/memory.ts';`],
    [
      'src/http/node-server.ts',
      `import { serve } from '@hono/node-server'; import 'node:http'; process.pid;`,
    ],
    ['src/store/a.test.ts', 'new URL(name, import.meta.url);'],
    ['src/http/a.test.ts', `import { readFile } from 'node:fs/promises';`],
    ['src/http/a.ts', `import type { Attributes } from 'nodemailer';`],
    [
      'src/policy/a.ts',
      `const x = { process: 1, Buffer: 2 }; x.process; class C { process = 1; require() {} }`,
    ],
    ['src/policy/a.ts', `type T = { process: string; require(): void };`],
    ['web/a.tsx', `import './a.css'; import { RULES } from '../src/policy/catalogue.ts'; import 'react';`],
    ['web/build.ts', `import 'node:fs'; import 'vite'; process.env;`],
    [
      'src/main.ts',
      `import { parseConfig } from './config.ts'; import './service.ts'; import '../web/build.ts';`,
    ],
    ['bench/a.ts', `import '../src/store/postgres.test-kit.ts';`],
    ['scenarios/a/b.scenario.ts', `import { test } from '#harness'; import '../../fixtures/c.json';`],
  ])('%s: %s', (path, text) => {
    expect(findBreaches(new Map([[path, text]]))).toEqual([]);
  });
});
