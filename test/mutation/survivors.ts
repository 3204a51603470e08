/** Mutants that no test finds, held against the list of those that no test can find. */

export type Mutant = {
  /** Path from the root. */
  file: string;
  /** The line of code in which it begins, without its indent: what tells it from others like it. */
  line: string;
  /** As Stryker names it. */
  mutator: string;
  original: string;
  replacement: string;
};

/** A mutant that does what the code does, with the reason why no test can tell them apart. */
export type Equivalent = Mutant & { why: string };

/** What is wrong, in words: a survivor that is not listed, and an entry of a file that was looked at which no longer survives. */
export const findUnexplained = (
  survived: readonly Mutant[],
  listed: readonly Equivalent[],
  looked: ReadonlySet<string>,
): string[] => {
  const known = new Set(listed.map(keyOf));
  const alive = new Set(survived.map(keyOf));
  return [
    ...survived
      .filter((mutant) => !known.has(keyOf(mutant)))
      .map((mutant) => `no test finds ${formatMutant(mutant)}`),
    ...listed
      .filter((entry) => looked.has(entry.file) && !alive.has(keyOf(entry)))
      .map((entry) => `listed as equivalent, and found by a test or gone: ${formatMutant(entry)}`),
  ];
};

export const formatMutant = ({ file, line, mutator, original, replacement }: Mutant): string =>
  `${file} ${mutator}: ${oneLine(original)} -> ${oneLine(replacement)} in: ${line}`;

/** Which code a mutant stands in; lines and columns count from 1. `source` is the file's text. */
export const locate = (
  source: string,
  { start, end }: { start: Position; end: Position },
): Pick<Mutant, 'line' | 'original'> => {
  const lines = source.split('\n');
  const offset = ({ line, column }: Position): number =>
    lines.slice(0, line - 1).reduce((total, text) => total + text.length + 1, 0) + column - 1;
  return {
    line: lines[start.line - 1]?.trim() ?? '',
    original: source.slice(offset(start), offset(end)),
  };
};

type Position = { line: number; column: number };

const keyOf = ({ file, line, mutator, original, replacement }: Mutant): string =>
  JSON.stringify([file, line, mutator, original, replacement]);

const oneLine = (code: string): string => code.replaceAll(/\s+/g, ' ');
