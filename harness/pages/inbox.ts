/** The inbox: its list, and the message that is open. */

import type { FrameLocator, Locator, Page } from '@playwright/test';

export type MessageTab = 'HTML' | 'Text' | 'Headers' | 'Source' | 'Attachments' | 'Why accepted';

export class InboxPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly search: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly message: Locator;
  /** The HTML of the message, within its sandbox. */
  readonly html: FrameLocator;
  readonly panel: Locator;
  /** `3 new`: what came in while somebody reads. */
  readonly fresh: Locator;
  readonly deleteAllDialog: Locator;
  readonly releaseDialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.search = page.getByRole('searchbox', { name: 'Search messages' });
    this.list = page.getByRole('list', { name: /^Messages/ });
    this.rows = this.list.getByRole('link');
    this.message = page.getByRole('article', { name: 'Message' });
    this.html = page.frameLocator('iframe[title="HTML of the message"]');
    // While one fades out for another both are there.
    this.panel = page.locator('[role="tabpanel"]:not([inert])');
    this.fresh = page.getByRole('button', { name: /^\d+\+? new$/ });
    this.deleteAllDialog = page.getByRole('alertdialog', { name: 'Delete all messages?' });
    this.releaseDialog = page.getByRole('dialog', { name: 'Release the message' });
  }

  async goto(list: string, message?: string, query = ''): Promise<void> {
    await this.page.goto(`/lists/${list}/inbox${message === undefined ? '' : `/${message}`}${query}`);
  }

  row(words: string | RegExp): Locator {
    return this.rows.filter({ hasText: words });
  }

  async open(words: string | RegExp): Promise<void> {
    await this.row(words).click();
  }

  tab(name: MessageTab): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  async show(name: MessageTab): Promise<void> {
    await this.tab(name).click();
  }

  button(
    name: 'Delete' | 'Release' | 'Delete all' | 'Previous message' | 'Next message' | 'Show' | 'Hide',
  ): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  /** Of a verification mail: what leads to the page that verifies its sender. */
  verify(sender: string): Locator {
    return this.message.getByRole('link', { name: `Verify ${sender}`, exact: true });
  }

  async back(): Promise<void> {
    await this.link('Back to the list').click();
  }

  async release(target: {
    host: string;
    port: number;
    to: string;
    login?: { username: string; password: string };
  }): Promise<void> {
    await this.button('Release').click();
    await this.releaseDialog.getByRole('textbox', { name: 'Host' }).fill(target.host);
    await this.releaseDialog.getByRole('textbox', { name: 'Port' }).fill(String(target.port));
    await this.releaseDialog.getByRole('textbox', { name: 'Recipient' }).fill(target.to);
    if (target.login) {
      await this.releaseDialog.getByRole('textbox', { name: 'User name' }).fill(target.login.username);
      await this.releaseDialog.getByLabel('Password').fill(target.login.password);
    }
    await this.releaseDialog.getByRole('button', { name: 'Send' }).click();
  }
}
