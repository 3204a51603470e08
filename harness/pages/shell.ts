/** The frame around every page, as a person finds it. */

import type { Download, Locator, Page } from '@playwright/test';

export class ShellPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly main: Locator;
  readonly navigation: Locator;
  readonly liveState: Locator;
  readonly listButton: Locator;
  readonly palette: Locator;
  readonly paletteInput: Locator;
  readonly keysSheet: Locator;
  readonly connectionNotice: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.main = page.getByRole('main');
    this.navigation = page.getByRole('navigation', { name: 'Pages' });
    this.liveState = page.getByRole('list', { name: 'Live state' });
    this.listButton = page.getByRole('button', { name: /^List: / });
    this.palette = page.getByRole('dialog', { name: 'Go to anything' });
    this.paletteInput = page.getByRole('combobox', { name: 'Go to anything' });
    this.keysSheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    this.connectionNotice = page.getByRole('status').filter({ hasText: /connection|cannot be reached/ });
  }

  link(name: 'SMTP+' | 'Inbox' | 'Sessions' | 'Rules'): Locator {
    return this.navigation.getByRole('link', { name, exact: true });
  }

  async openSettings(): Promise<void> {
    await this.page.getByRole('button', { name: 'Settings' }).click();
  }

  async chooseTheme(name: 'As the system' | 'Light' | 'Dark'): Promise<void> {
    await this.openSettings();
    await this.page.getByRole('menuitemradio', { name }).click();
  }

  async logOut(): Promise<void> {
    await this.openSettings();
    await this.page.getByRole('menuitem', { name: 'Log out' }).click();
  }

  async openPalette(text = ''): Promise<void> {
    // Before there is a page nothing listens to keys.
    await this.heading.waitFor();
    await this.page.keyboard.press('Control+k');
    await this.paletteInput.fill(text);
  }

  async chooseList(name: string): Promise<void> {
    await this.listButton.click();
    await this.page.getByRole('menuitemradio', { name, exact: true }).click();
  }

  async addList(name: string): Promise<void> {
    await this.listButton.click();
    await this.page.getByRole('menuitem', { name: 'Add list …' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Add a list' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Add list' }).click();
  }

  /** What the browser saves. */
  async exportList(): Promise<Download> {
    await this.listButton.click();
    await this.page.getByRole('menuitem', { name: 'Export list …' }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Export the list/ });
    const saved = this.page.waitForEvent('download');
    await dialog.getByRole('link', { name: 'Export list' }).click();
    return saved;
  }

  /** Answers the dialog, which tells what came of it. */
  async importList(path: string): Promise<Locator> {
    await this.listButton.click();
    await this.page.getByRole('menuitem', { name: 'Import list …' }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Import into the list/ });
    await dialog.getByLabel('File').setInputFiles(path);
    await dialog.getByRole('button', { name: 'Import list' }).click();
    return dialog;
  }

  /** Opens the question; whoever asked answers it. */
  async askToDeleteList(): Promise<Locator> {
    await this.listButton.click();
    await this.page.getByRole('menuitem', { name: 'Delete this list …' }).click();
    return this.page.getByRole('alertdialog', { name: /^Delete the list/ });
  }
}
