/** The page behind a mailed verification link, as a sender's owner sees it. */

import type { Locator, Page } from '@playwright/test';

export class VerificationPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly main: Locator;
  readonly button: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.main = page.getByRole('main');
    this.button = page.getByRole('button', { name: /^Verify / });
  }

  /** Follows a link out of a mail. */
  async goto(link: string): Promise<void> {
    await this.page.goto(new URL(link).pathname);
  }

  async confirm(): Promise<void> {
    await this.button.click();
  }
}
