/** The form of a user, as a person finds it. */

import type { Locator, Page } from '@playwright/test';

export class UserFormPage {
  readonly page: Page;
  readonly username: Locator;
  readonly password: Locator;
  readonly copyPassword: Locator;
  readonly resetPassword: Locator;
  readonly active: Locator;
  readonly priority: Locator;
  readonly note: Locator;
  readonly domains: Locator;
  readonly senders: Locator;
  readonly save: Locator;
  readonly cancel: Locator;
  readonly deleteUser: Locator;
  readonly news: Locator;
  readonly conflict: Locator;
  /** The question before something unsaved is left. */
  readonly leaving: Locator;

  constructor(page: Page) {
    this.page = page;
    this.username = page.getByRole('textbox', { name: 'User name' });
    this.password = page.getByRole('textbox', { name: 'Password' });
    this.copyPassword = page.getByRole('button', { name: 'Copy password' });
    // Its question has a button of the same name.
    this.resetPassword = page.getByRole('main').getByRole('button', { name: 'Reset password' });
    this.active = page.getByRole('switch', { name: 'Active user' });
    this.priority = page.getByRole('combobox', { name: 'Priority' });
    this.note = page.getByRole('textbox', { name: 'Note' });
    this.domains = page.getByRole('textbox', { name: 'Authorized domains' });
    this.senders = page.getByRole('textbox', { name: 'Authorized senders' });
    this.save = page.getByRole('button', { name: 'Save', exact: true });
    this.cancel = page.getByRole('main').getByRole('button', { name: 'Cancel' });
    this.deleteUser = page.getByRole('main').getByRole('button', { name: 'Delete user' });
    this.news = page.getByRole('status').filter({ hasText: /saved|nothing to save/i });
    this.conflict = page.getByRole('alert').filter({ hasText: 'Somebody else changed this user' });
    this.leaving = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  }

  async gotoNew(list: string, search = ''): Promise<void> {
    await this.page.goto(`/lists/${list}/smtp-plus/users/new${search}`);
  }

  async goto(list: string, id: string, search = ''): Promise<void> {
    await this.page.goto(`/lists/${list}/smtp-plus/users/${id}${search}`);
  }

  /** What is told of one entry of the two sender fields, by the name that people write. */
  entry(name: string): Locator {
    return this.page
      .getByRole('list', { name: /^(Domains|Addresses) named$/ })
      .getByRole('listitem')
      .filter({ hasText: name });
  }

  /** Leads from an entry that waits to the mail that its owner was sent. */
  mailOf(name: string): Locator {
    return this.entry(name).getByRole('link', { name: 'Open its mail' });
  }

  /** Asks for a new password and says yes. */
  async reset(): Promise<void> {
    const question = await this.askToReset();
    await question.getByRole('button', { name: 'Reset password' }).click();
    await question.waitFor({ state: 'detached' });
  }

  /** Opens the question; whoever asked answers it. */
  async askToReset(): Promise<Locator> {
    await this.resetPassword.click();
    return this.page.getByRole('alertdialog', { name: /^Reset the password of/ });
  }

  async askToDelete(): Promise<Locator> {
    await this.deleteUser.click();
    return this.page.getByRole('alertdialog', { name: /^Delete the user/ });
  }
}
