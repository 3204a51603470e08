/** The tree in docs/architecture.md: one line a file, which is the sentence that the file opens with. */

import { FLOORS } from './floors.ts';
import { FOLDERS, isScript, opensWithWords } from './source-files.ts';

/** A folder's path ends with `/`; its words are written by hand. So are those of a file that is no script. */
export type Line = { path: string; words: string };

/** What stands between the fences of the first block that is marked `tree`. */
export const parseTree = (markdown: string): Line[] => {
  const lines: Line[] = [];
  const above: string[] = [];
  for (const row of BLOCK.exec(markdown)?.[2]?.split('\n') ?? []) {
    const [, indent = '', name = '', words = ''] = /^( *)(\S+) *(.*)$/.exec(row) ?? [];
    if (name === '') continue;
    const path = above.slice(0, indent.length / 2).join('') + name;
    if (name.endsWith('/')) above.splice(indent.length / 2, Infinity, name);
    lines.push({ path, words });
  }
  return lines;
};

/** The document with these lines as its tree. */
export const writeTree = (markdown: string, lines: readonly Line[]): string =>
  markdown.replace(
    BLOCK,
    (_, open: string, __, close: string) => open + lines.map(formatLine).join('\n') + close,
  );

/**
 * The lines that there should be for these files (path to text), in the order of the floors. Words that are written by
 * hand are taken from `known`, and are empty where they are not there yet.
 */
export const makeTree = (files: ReadonlyMap<string, string>, known: readonly Line[]): Line[] => {
  const byHand = new Map(known.map(({ path, words }) => [path, words]));
  const paths = new Set([...files.keys()].filter((path) => !needsNoLine(path)).flatMap(placesOf));
  return [...paths]
    .toSorted((a, b) => compare(orderOf(a), orderOf(b)))
    .map((path) => ({
      path,
      words: opensWithWords(path) ? openingWords(path, files.get(path) ?? '') : (byHand.get(path) ?? ''),
    }));
};

/** What is wrong with the tree of a document, one line each; nothing when it is as `makeTree` makes it. */
export const findGaps = (known: readonly Line[], files: ReadonlyMap<string, string>): string[] => {
  const wanted = makeTree(files, known);
  const is = new Map(known.map(({ path, words }) => [path, words]));
  const should = new Set(wanted.map(({ path }) => path));
  return [
    ...wanted
      .filter(({ words }) => words === '')
      .map(({ path }) => `${path} has no words: ${wordsFor(path)}`),
    ...wanted.filter(({ path }) => !is.has(path)).map(({ path }) => `${path} has no line`),
    ...known.filter(({ path }) => !should.has(path)).map(({ path }) => `${path} has a line and is not there`),
    ...wanted
      .filter(({ path, words }) => is.has(path) && is.get(path) !== words)
      .map(({ path }) => `${path} opens with other words`),
  ];
};

/** The first sentence of the comment that a script opens with, without its full stop; empty where there is none. */
export const openingSentence = (text: string): string => {
  const comment = /^(?:#!.*\n)?\s*\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  const words = comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return (/^(.*?)\.(?= [A-Z0-9`]|$)/.exec(words)?.[1] ?? words).trim();
};

/** A dialogue opens with a comment of its own kind. */
const openingWords = (path: string, text: string): string =>
  isScript(path) ? openingSentence(text) : (/^# *(.*)/.exec(text)?.[1] ?? '');

const BLOCK = /(```tree\n)([\s\S]*?)(\n?```)/;

/** Tests and styles stand beside what they are about and bear its name, so they need no line. */
const needsNoLine = (path: string): boolean => /\.(test|spec)\.tsx?$|\.css$/.test(path);

/** The places that a file needs a line for: its folders and itself; of `fixtures/` the folder as a whole. */
const placesOf = (path: string): string[] => {
  const parts = path.split('/');
  const folders = parts.slice(0, -1).map((_, i) => `${parts.slice(0, i + 1).join('/')}/`);
  return path.startsWith('fixtures/') && parts.length > 2 ? folders.slice(0, 2) : [...folders, path];
};

/** Folders before files; those of the house in the order of its floors, all others by name. */
const orderOf = (path: string): string[] =>
  path
    .split('/')
    .filter(Boolean)
    .map((part, i, parts) => {
      const until = `${parts.slice(0, i + 1).join('/')}/`;
      if (!path.startsWith(until)) return `2${part}`;
      const top = FOLDERS.findIndex((folder) => until === `${folder}/`);
      const floor = top === -1 ? FLOORS.findIndex((one) => one.floor === until) : top;
      return floor === -1 ? `1${part}` : `0${String(floor).padStart(2, '0')}`;
    });

const compare = (a: readonly string[], b: readonly string[]): number => {
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return a.length - b.length;
};

const formatLine = ({ path, words }: Line): string => {
  const parts = path.split('/').filter(Boolean);
  const name = `${'  '.repeat(parts.length - 1)}${parts.at(-1)}${path.endsWith('/') ? '/' : ''}`;
  return `${name.padEnd(NAME_WIDTH)} ${words}`.trimEnd();
};

const NAME_WIDTH = 29;

const wordsFor = (path: string): string =>
  opensWithWords(path) ? 'open it with a comment of one sentence' : 'write them into docs/architecture.md';
