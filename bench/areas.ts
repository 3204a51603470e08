/** Sums a profile of V8's by area: our folders, each package, the parts of Node, and what its engine does by itself. */

/** As `node --cpu-prof` writes it (the DevTools protocol's `Profiler.Profile`); times in microseconds of one clock. */
export type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
};

type Frame = CpuProfile['nodes'][number]['callFrame'];

/** Microseconds that functions took without what they call, within the window, summed by what `of` calls them; the dearest first. */
export const selfTimes = (
  { nodes, startTime, samples, timeDeltas }: CpuProfile,
  window: { from: number; to: number },
  of: (frame: Frame) => string | null,
): [what: string, micros: number][] => {
  const labels = new Map(nodes.map(({ id, callFrame }) => [id, of(callFrame)]));
  const times = new Map<string, number>();
  let at = startTime;
  samples.forEach((node, index) => {
    at += timeDeltas[index] ?? 0;
    // A sample stands for the time until the next.
    const micros = timeDeltas[index + 1] ?? 0;
    const label = labels.get(node) ?? null;
    if (label !== null && at >= window.from && at < window.to)
      times.set(label, (times.get(label) ?? 0) + micros);
  });
  return [...times].toSorted(([, a], [, b]) => b - a);
};

/** The function and where it stands, as people look for it; null for idle time. */
export const functionOf = ({ functionName, url }: Frame): string | null => {
  if (functionName === '(idle)') return null;
  const place = /\/node_modules\/(.*)$/.exec(url)?.[1] ?? /\/(src\/.*)$/.exec(url)?.[1] ?? url;
  const name = functionName === '' ? 'a function without a name' : functionName;
  return place === '' ? name : `${name}, ${place}`;
};

/** The area of a function; null for idle time. */
export const areaOf = ({ functionName, url }: Frame): string | null => {
  if (functionName === '(idle)') return null;
  const [, ours] = /\/src\/([^/]+)\/[^/]+$/.exec(url) ?? [];
  const [, dependency] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (dependency !== undefined) return `package ${dependency}`;
  if (ours !== undefined) return `src/${ours}`;
  if (/\/src\/[^/]+$/.test(url)) return 'src';
  if (url.startsWith('node:')) return NODE.find(([, pattern]) => pattern.test(url))?.[0] ?? 'Node: the rest';
  return ENGINE.find(([, pattern]) => pattern.test(functionName))?.[0] ?? 'V8 and Node: native, the rest';
};

const NODE: readonly [area: string, url: RegExp][] = [
  ['Node: streams and sockets', /stream|node:net|node:_?tls|string_decoder/],
  ['Node: timers, ticks and promises', /timers|task_queues|promises|async_hooks|linkedlist/],
  ['Node: events', /node:events|event_target|abort/],
  ['Node: messages to threads', /worker|per_context\/messageport/],
  ['Node: buffers', /buffer/],
  ['Node: crypto', /crypto/],
];

/** Functions without a script: they are the engine's, or written in C++. */
const ENGINE: readonly [area: string, name: RegExp][] = [
  ['garbage collection', /^\(garbage collector\)$/],
  ['outside of JavaScript: event loop, system calls', /^\(program\)$/],
  ['writing to sockets', /^(write|writev)(Buffer|Utf8String|Latin1String|AsciiString|UcsString)?$/],
  ['messages to threads: copying', /^(postMessage|structuredClone|receiveMessage\w*)$/],
  ['crypto: native', /^(randomFill\w*|update|digest|hash|oneShotDigest|getRandomValues|Hash|job)$/],
];
