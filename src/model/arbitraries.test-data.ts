/** What the tests of the reader share: tables of cases, and arbitraries of domains and addresses. */

import fc from 'fast-check';

/** Runs of each property; set FC_RUNS for a long search. */
export const numRuns = Number(process.env['FC_RUNS'] ?? 2000);

/**
 * One case a line, `input -> outcome`; blanks around both fall away. In the input `\n` and `\r` and `\t` and `\uXXXX`
 * stand for the characters.
 */
export const cases = (table: string): [input: string, outcome: string][] =>
  table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const arrow = line.lastIndexOf(' -> ');
      if (arrow < 0) throw new Error(`a case without an outcome: "${line}"`);
      return [unescape(line.slice(0, arrow).trim()), line.slice(arrow + 4).trim()];
    });

export const unescape = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\([nrt])/g, (_, letter: 'n' | 'r' | 't') => ({ n: '\n', r: '\r', t: '\t' })[letter]);

const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
  fc.constantFrom('mail', 'a-b', 'bücher', 'straße', '公司', 'xn--bcher-kva', 'почта', 'MiXed', 'x1'),
);

const lastLabel = fc.constantFrom('test', 'example', 'COM', 'рф', 'xn--p1ai', 'localhost');

/** A legal domain name in either form and mixed case. */
export const anyDomain = fc
  .tuple(fc.array(label, { maxLength: 3 }), lastLabel)
  .map(([labels, last]) => [...labels, last].join('.'));

/** What a local part may mean, quoted or not: no control and no format characters. */
export const anyLocal = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,8}(\.[a-z0-9]{1,4}){0,2}$/) },
  { weight: 2, arbitrary: fc.stringMatching(/^[ -~]{1,10}$/) },
  { weight: 1, arbitrary: fc.constantFrom('jörg', 'почта.а', '用户', 'é"x', 'ß@y') },
);
