/** Stands in for vitest in the mutation run: `test` and `describe` only collect, so that a test can be run many times over. */

import { GLOBAL_EXPECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } from '@vitest/expect';
import * as chai from 'chai';

export type CollectedTest = { id: string; file: string; run: () => unknown };

/** Has the tests that are declared from now on belong to this file. */
export const collectFrom = (path: string): void => {
  file = path;
  groups = [];
};

/** The tests that were declared since the last call. Their ids are stable while the files are. */
export const takeTests = (): CollectedTest[] => tests.splice(0);

const declare = (title: string, run: () => unknown): void => {
  const name = [...groups, title].join(' > ');
  const same = tests.filter(
    (other) => other.file === file && other.id.startsWith(`${file}: ${name} #`),
  ).length;
  tests.push({ id: `${file}: ${name} #${same + 1}`, file, run });
};

const each =
  (rows: readonly unknown[]) =>
  (title: string, run: (...row: never[]) => unknown): void => {
    for (const row of rows) declare(title, () => run(...((Array.isArray(row) ? row : [row]) as never[])));
  };

/** A third argument, the time that a test may take, is left aside. */
export const test = Object.assign(declare, { each });
/** The same under its other name. */
export const it = Object.assign((title: string, run: () => unknown) => declare(title, run), { each });

export const describe = (title: string, declareAll: () => void): void => {
  groups.push(title);
  declareAll();
  groups.pop();
};

// The matchers themselves are vitest's own.
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: chai.expect });
setState({ assertionCalls: 0 }, chai.expect as never);
export const expect = chai.expect;

const tests: CollectedTest[] = [];
let file = '';
let groups: string[] = [];
