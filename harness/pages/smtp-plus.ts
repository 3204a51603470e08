/** The SMTP+ page, as a person finds it: data for a mail client, users, set-up. */

import type { Locator, Page } from '@playwright/test';

export class SmtpPlusPage {
  readonly page: Page;
  readonly clientData: Locator;
  readonly users: Locator;
  readonly addUser: Locator;
  readonly search: Locator;
  readonly setUp: Locator;
  readonly snippetUser: Locator;
  readonly encryption: Locator;

  constructor(page: Page) {
    this.page = page;
    this.clientData = page.getByRole('region', { name: 'Data for your mail client' });
    this.users = page.getByRole('table', { name: 'Users' });
    this.addUser = page.getByRole('button', { name: 'Add new user' });
    this.search = page.getByRole('searchbox', { name: 'Search users' });
    this.setUp = page.getByRole('region', { name: 'Set up a mail client' });
    this.snippetUser = page.getByRole('combobox', { name: 'For the user' });
    this.encryption = page.getByRole('combobox', { name: 'With the encryption' });
  }

  async goto(list: string, search = ''): Promise<void> {
    await this.page.goto(`/lists/${list}/smtp-plus${search}`);
  }

  user(username: string): Locator {
    return this.users
      .getByRole('row')
      .filter({ has: this.page.getByRole('link', { name: username, exact: true }) });
  }

  button(username: string, name: 'Edit' | 'Delete' | 'Activate'): Locator {
    return this.user(username).getByRole('button', { name, exact: true });
  }

  /** Opens the question; whoever asked answers it. */
  async askToDelete(username: string): Promise<Locator> {
    await this.button(username, 'Delete').click();
    return this.page.getByRole('alertdialog', { name: `Delete the user “${username}”?` });
  }

  async chooseClient(name: string): Promise<void> {
    await this.setUp.getByRole('tab', { name, exact: true }).click();
  }

  program(name: string): Locator {
    return this.setUp.getByRole('region', { name: `${name} program` });
  }
}
