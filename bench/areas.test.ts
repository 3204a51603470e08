import { expect, test } from 'vitest';

import { areaOf, functionOf, selfTimes, type CpuProfile } from './areas.ts';

const frame = (functionName: string, url = ''): CpuProfile['nodes'][number]['callFrame'] => ({
  functionName,
  url,
});

test.each([
  ['src/policy', frame('decide', 'file:///home/someone/smtp-plus/src/policy/decide.ts')],
  ['src', frame('start', 'file:///home/someone/smtp-plus/src/service.ts')],
  ['package smtp-server', frame('send', 'file:///p/node_modules/smtp-server/lib/smtp-connection.js')],
  ['package @hono/node-server', frame('serve', 'file:///p/node_modules/@hono/node-server/src/http/a.js')],
  ['Node: streams and sockets', frame('onread', 'node:internal/stream_base_commons')],
  ['Node: the rest', frame('stat', 'node:fs')],
  ['garbage collection', frame('(garbage collector)')],
  ['writing to sockets', frame('writeUtf8String')],
  ['V8 and Node: native, the rest', frame('exec')],
  [null, frame('(idle)')],
])('the area is %s of %j', (area, of) => {
  expect(areaOf(of)).toBe(area);
});

test('a function is named by its place in the project or in its package', () => {
  expect(functionOf(frame('decide', 'file:///home/someone/smtp-plus/src/policy/decide.ts'))).toBe(
    'decide, src/policy/decide.ts',
  );
  expect(functionOf(frame('', 'file:///p/node_modules/pg/lib/client.js'))).toBe(
    'a function without a name, pg/lib/client.js',
  );
});

test('each sample stands for the time until the next, and only those within the window count', () => {
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: frame('decide', 'file:///src/policy/decide.ts') },
      { id: 2, callFrame: frame('(garbage collector)') },
      { id: 3, callFrame: frame('(idle)') },
    ],
    startTime: 1000,
    // At 1000, 1010, 1030, 1060, 1100 and 1150.
    samples: [1, 1, 2, 3, 1, 2],
    timeDeltas: [0, 10, 20, 30, 40, 50],
  };
  expect(selfTimes(profile, { from: 1010, to: 1150 }, areaOf)).toEqual([
    ['src/policy', 20 + 50],
    ['garbage collection', 30],
  ]);
});
