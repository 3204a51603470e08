/** The queue before the next hop, and a message's way to it. */

import type { Locator, Page } from '@playwright/test';

export class DeliveryPage {
  readonly page: Page;
  readonly hop: Locator;
  readonly states: Locator;
  /** Without the row of headings. */
  readonly rows: Locator;
  /** On the page of a message. */
  readonly way: Locator;
  readonly giveUpDialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.hop = page.getByRole('region', { name: 'Next hop' });
    this.states = page.getByRole('navigation', { name: 'State' });
    this.rows = page.locator('.queue-table tbody tr');
    this.way = page.getByRole('region', { name: 'Delivery' });
    this.giveUpDialog = page.getByRole('alertdialog', { name: /^Give .* up\?$/ });
  }

  async goto(list: string, state?: string): Promise<void> {
    await this.page.goto(`/lists/${list}/delivery${state === undefined ? '' : `?state=${state}`}`);
  }

  row(words: string): Locator {
    return this.rows.filter({ hasText: words });
  }
}
