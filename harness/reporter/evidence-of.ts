/** What a reporter of Playwright's reads of a scenario: its project, its title, and the decisions that it attached. */

import { readFileSync } from 'node:fs';

import type { TestCase, TestResult } from '@playwright/test/reporter';

import { DECISIONS, scenarioTitle } from '../fixtures/evidence.ts';
import type { DecisionJson } from '../../src/http/contract/decisions.ts';

export const projectOf = (test: TestCase): string => test.parent.project()?.name ?? '';

/** Before groups and title are the suite of all, project and file. */
export const titleOf = (test: TestCase): string => scenarioTitle(test.titlePath().slice(3), test.annotations);

export const decisionsOf = ({ attachments }: TestResult): DecisionJson[] =>
  attachments
    .filter(({ name }) => name === DECISIONS)
    .flatMap(({ body, path }) => {
      const text = body?.toString('utf8') ?? (path === undefined ? '[]' : readFileSync(path, 'utf8'));
      return JSON.parse(text) as DecisionJson[];
    });
