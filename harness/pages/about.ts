/** What the server says of itself. */

import type { Locator, Page } from '@playwright/test';

export class AboutPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async goto(): Promise<void> {
    await this.page.goto('/about');
  }

  card(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** What stands beside a name in a card. */
  fact(card: string, name: string): Locator {
    return this.card(card)
      .locator('div')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .getByRole('definition');
  }
}
