/** The page of the online form, as a person finds it: a visitor's form, a mail account, three back-ends. */

import type { Locator, Page } from '@playwright/test';

import type { FormKind } from '../../src/model/online-form/back-end.ts';

/** The back-ends by their titles. */
const TITLES: Readonly<Record<FormKind, string>> = {
  'visitor-in-envelope': 'Visitor in MAIL FROM and From',
  'visitor-in-from': 'Visitor in From only',
  'visitor-in-reply-to': 'Own address, visitor in Reply-To',
};

export class DemoFormPage {
  readonly page: Page;
  readonly name: Locator;
  readonly address: Locator;
  readonly message: Locator;
  readonly user: Locator;
  readonly password: Locator;
  readonly ownAddress: Locator;
  readonly demoUser: Locator;
  readonly send: Locator;
  /** Says when all three have been answered. */
  readonly progress: Locator;

  constructor(page: Page) {
    this.page = page;
    this.name = page.getByLabel('Your name');
    this.address = page.getByLabel('Your address');
    this.message = page.getByLabel('Message', { exact: true });
    this.user = page.getByLabel('SMTP+ user');
    this.password = page.getByLabel('Password', { exact: true });
    this.ownAddress = page.getByLabel('The form’s own address');
    this.demoUser = page.getByRole('button', { name: 'Use a demo user' });
    this.send = page.getByRole('button', { name: 'Send by all three' });
    this.progress = page.getByRole('status').filter({ hasText: 'All three have been answered.' });
  }

  /** The page is about the list that was looked at last. */
  async open(list: string): Promise<void> {
    await this.page.goto(`/lists/${list}/smtp-plus`);
    await this.page.getByRole('link', { name: 'Online form' }).click();
    await this.demoUser.waitFor();
  }

  async fillIn(visitor: { name: string; email: string; text: string }): Promise<void> {
    await this.name.fill(visitor.name);
    await this.address.fill(visitor.email);
    await this.message.fill(visitor.text);
  }

  async logInAs(user: { username: string; password: string }): Promise<void> {
    await this.user.selectOption({ label: user.username });
    await this.password.fill(user.password);
  }

  async submit(): Promise<void> {
    await this.send.click();
    await this.progress.waitFor();
  }

  backEnd(kind: FormKind): Locator {
    return this.page.getByRole('region', { name: TITLES[kind], exact: true });
  }

  source(kind: FormKind): Locator {
    return this.page.getByRole('region', { name: `Source: ${TITLES[kind]}` });
  }

  /** What the server said last, as the form's mailer got it. */
  reply(kind: FormKind): Locator {
    return this.backEnd(kind).locator('samp');
  }

  /** The mail of a back-end that was accepted. */
  mail(kind: FormKind): Locator {
    return this.backEnd(kind).getByRole('article', { name: 'The mail as it arrived' });
  }
}
