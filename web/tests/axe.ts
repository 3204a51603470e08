/** axe in a page: what it finds against it. https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';
import type axe from 'axe-core';

export type Findings = {
  /** Each rule that is broken, with the elements that break it. */
  violations: string[];
  /** How many rules were seen to hold. */
  held: number;
};

/** `part` is a CSS selector, `rules` ids of axe's; without them it is the whole page and all rules that are on. */
export const runAxe = async (
  page: Page,
  { part, rules }: { part?: string | undefined; rules?: readonly string[] | undefined },
): Promise<Findings> => {
  // Once a document: to read the half megabyte takes the page longer than all that it does.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const { violations, passes } = await page.evaluate(
    (asked) =>
      window.axe.run(
        { exclude: [asked.foreign], ...(asked.part === undefined ? {} : { include: [asked.part] }) },
        {
          resultTypes: ['violations'],
          iframes: false,
          ...(asked.rules === undefined ? {} : { runOnly: asked.rules }),
        },
      ),
    { foreign: FOREIGN, part, rules: rules === undefined ? undefined : [...rules] },
  );
  return { violations: violations.map(describe), held: passes.length };
};

/** Minified: less than half of what axe says its source is. */
const SOURCE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** The HTML of a mail is not ours, and its frame runs no script, that of axe neither. */
const FOREIGN = 'iframe[sandbox]';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const describe = ({ id, help, nodes }: axe.Result): string =>
  `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary ?? ''}`).join('\n')}`;
