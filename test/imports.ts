/** What a script reaches for outside of itself: every kind of import, and the globals that only Node has. */

import { posix } from 'node:path';

import { parseSync, Visitor } from 'oxc-parser';

export type Import = {
  /** A path from the root for one of our files, else as written; null where it is not a plain string. */
  what: string | null;
  /** Erased before it runs: `import type`, `export type`, `import('x').T`. */
  typeOnly: boolean;
  line: number;
};

export type Reach = { imports: Import[]; globals: { name: string; line: number }[] };

/** `path` is the script's own, from the root. Throws where the text does not parse. */
export const readReach = (path: string, text: string): Reach => {
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const reach: Reach = { imports: [], globals: [] };
  const names = new Set<number>();
  const lineOf = (start: number) => text.slice(0, start).split('\n').length;
  const add = (node: Node | null, typeOnly: boolean, start: number) =>
    reach.imports.push({ what: resolve(path, literal(node)), typeOnly, line: lineOf(start) });
  const notGlobal = ({
    key,
    computed,
    shorthand,
  }: {
    key: Node;
    computed?: boolean;
    shorthand?: boolean;
  }) => {
    if (!computed && !shorthand) names.add(key.start);
  };

  new Visitor({
    ImportDeclaration: (node) => void add(node.source, node.importKind === 'type', node.start),
    ExportAllDeclaration: (node) => void add(node.source, node.exportKind === 'type', node.start),
    ExportNamedDeclaration: (node) =>
      void (node.source && add(node.source, node.exportKind === 'type', node.start)),
    ImportExpression: (node) => void add(node.source, false, node.start),
    TSImportType: (node) => void add(node.source, true, node.start),
    TSExternalModuleReference: (node) => void add(node.expression, false, node.start),
    CallExpression(node) {
      const { callee } = node;
      const isResolve =
        callee.type === 'MemberExpression' && isImportMeta(callee.object) && nameOf(callee) === 'resolve';
      if (isResolve || (callee.type === 'Identifier' && callee.name === 'require'))
        add(node.arguments[0] ?? null, false, node.start);
    },
    // new Worker(new URL('./worker.ts', import.meta.url)) runs that file.
    NewExpression(node) {
      const [first, second] = node.arguments;
      const besideUs = second?.type === 'MemberExpression' && isImportMeta(second.object);
      if (node.callee.type === 'Identifier' && node.callee.name === 'URL' && besideUs)
        add(first ?? null, false, node.start);
    },
    MemberExpression(node) {
      const name = nameOf(node);
      const { object } = node;
      if (!node.computed) names.add(node.property.start);
      const global = object.type === 'Identifier' && (object.name === 'globalThis' || object.name === 'self');
      if (global && NODE_GLOBALS.has(name ?? ''))
        reach.globals.push({ name: name ?? '', line: lineOf(node.start) });
      if (isImportMeta(object) && (name === 'dirname' || name === 'filename'))
        reach.globals.push({ name: `import.meta.${name}`, line: lineOf(node.start) });
    },
    Property: notGlobal,
    PropertyDefinition: notGlobal,
    MethodDefinition: notGlobal,
    TSPropertySignature: notGlobal,
    TSMethodSignature: notGlobal,
    Identifier(node) {
      if (NODE_GLOBALS.has(node.name) && !names.has(node.start))
        reach.globals.push({ name: node.name, line: lineOf(node.start) });
    },
  }).visit(program);
  return reach;
};

type Node = { type: string; start: number };

const NODE_GLOBALS = new Set([
  'Buffer',
  'process',
  'require',
  '__dirname',
  '__filename',
  'setImmediate',
  'NodeJS',
]);

const literal = (node: Node | null): string | null =>
  node?.type === 'Literal' && 'value' in node && typeof node.value === 'string' ? node.value : null;

const resolve = (path: string, what: string | null): string | null =>
  what?.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), what)) : what;

const isImportMeta = (node: Node): boolean => node.type === 'MetaProperty';

const nameOf = (node: { computed: boolean; property: Node }): string | null =>
  node.computed ? literal(node.property) : 'name' in node.property ? String(node.property.name) : null;
