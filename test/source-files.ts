/** The files of the project, by folder, as they lie on the disk: what the tests of the house look at. */

import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** The folders that hold source. */
export const FOLDERS = ['src', 'harness', 'scenarios', 'web', 'test', 'bench', 'fixtures'] as const;

/** Paths from the root with `/`, in order, without what tools left there. */
const sourceFiles = (): string[] =>
  FOLDERS.flatMap((folder) => globSync(`${folder}/**/*`, { cwd: ROOT, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(ROOT.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !/(^|\/)(node_modules|dist|\.[^/]*)(\/|$)/.test(path))
    .toSorted();

export const isScript = (path: string): boolean => /\.(ts|tsx|mts|js|jsx|mjs)$/.test(path);

/** Scripts and dialogues tell in their first comment what they are. */
export const opensWithWords = (path: string): boolean => isScript(path) || path.endsWith('.smtp');

/** Path and text of each file; of one that tells nothing of itself the text is left out. */
export const readFiles = (): Map<string, string> =>
  new Map(
    sourceFiles().map((path) => [path, opensWithWords(path) ? readFileSync(join(ROOT, path), 'utf8') : '']),
  );

/** Path and text of each script. */
export const readScripts = (): Map<string, string> =>
  new Map([...readFiles()].filter(([path]) => isScript(path)));
