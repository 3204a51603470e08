/** The login page of a service with an admin password, as an admin finds it. */

import type { Locator, Page } from '@playwright/test';

export class LoginPage {
  readonly page: Page;
  readonly password: Locator;
  readonly button: Locator;

  constructor(page: Page) {
    this.page = page;
    this.password = page.getByLabel('Admin password');
    this.button = page.getByRole('button', { name: 'Log in' });
  }

  /** This browser has never been here: the harness logs it in otherwise. */
  async asStranger(): Promise<void> {
    await this.page.context().clearCookies();
  }

  async logIn(password: string): Promise<void> {
    await this.password.fill(password);
    await this.button.click();
  }
}
