/** Sessions, decisions and rules, as a person finds them. */

import type { Locator, Page } from '@playwright/test';

export class SessionsPage {
  readonly page: Page;
  readonly search: Locator;
  readonly rows: Locator;
  readonly chips: Locator;
  readonly newOnes: Locator;
  readonly detail: Locator;
  readonly transcript: Locator;
  readonly backToList: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole('searchbox', { name: /^Filter sessions/ });
    this.rows = page.getByRole('list', { name: 'Sessions', exact: true }).getByRole('link');
    this.chips = page.getByRole('list', { name: 'Filters that are set' }).getByRole('button');
    this.newOnes = page.getByRole('button', { name: /^\d+\+? new$/ });
    this.detail = page.getByRole('article', { name: 'Session' });
    this.transcript = page.getByRole('list', { name: 'Transcript' });
    this.backToList = page.getByRole('link', { name: 'All sessions' });
  }

  async open(list: string, search = ''): Promise<void> {
    await this.page.goto(`/lists/${list}/sessions${search}`);
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  button(name: 'Previous session' | 'Next session'): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async choose(
    label: 'Outcome' | 'Rule that refused' | 'User' | 'Belongs to',
    option: string,
  ): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    if (!(await field.isVisible()))
      await this.page.getByRole('button', { name: 'Filters', exact: true }).click();
    await field.selectOption({ label: option });
  }
}

/** What stands on the page of a decision, and on that of a session for the decision that counts. */
export class DecisionView {
  readonly page: Page;
  readonly verdict: Locator;
  readonly ladder: Locator;
  readonly mends: Locator;
  readonly checkAgain: Locator;
  readonly outcome: Locator;
  readonly header: Locator;

  constructor(page: Page) {
    this.page = page;
    this.verdict = page.getByRole('region', { name: 'Verdict' });
    this.ladder = page.getByRole('list', { name: 'Rules in order' });
    this.mends = page.getByRole('list', { name: 'Ways to mend it' });
    this.checkAgain = page.getByRole('button', { name: 'Check again now' });
    this.outcome = page.getByRole('region', { name: 'Checked again' });
    this.header = page.getByRole('region', { name: 'Header' });
  }

  rung(rule: string): Locator {
    return this.ladder
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('link', { name: rule, exact: true }) });
  }

  async copy(what: 'swaks' | 'curl'): Promise<void> {
    await this.page.getByRole('button', { name: `Copy as ${what}` }).click();
  }
}

export class RulesPage {
  readonly page: Page;
  readonly search: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole('searchbox', { name: 'Search rules' });
    this.rows = page
      .getByRole('table', { name: 'Rules' })
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader') });
  }

  row(rule: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name: rule, exact: true }) });
  }

  /** The count of a rule, which leads to the sessions; `unlisted` of those without a list. */
  count(rule: string, unlisted = false): Locator {
    const times = unlisted ? 'times? without a list' : 'times?';
    return this.page.getByRole('link', { name: new RegExp(`${times} by ${rule}: see the sessions$`) });
  }
}
