/** The whole way of a person from a new user to mail that arrives, counted in clicks and in keys. */

import type { Locator, Page } from '@playwright/test';

import type { InboxPage } from '../../harness/pages/inbox.ts';
import { DecisionView, SessionsPage } from '../../harness/pages/sessions.ts';
import type { ShellPage } from '../../harness/pages/shell.ts';
import { SmtpPlusPage } from '../../harness/pages/smtp-plus.ts';
import { UserFormPage } from '../../harness/pages/user-form.ts';
import { VerificationPage } from '../../harness/pages/verification.ts';
import { expect, isNarrow, test } from './inbox-fixtures.ts';
import { sendMail } from './smtp.ts';

const FIRST = 'me@acme.test';
const SECOND = 'sales@acme.test';

/** Clicks, and nothing else but text that is typed into what was clicked; what is typed does not count. */
const mouseOf = (page: Page) => {
  let clicks = 0;
  return {
    clicks: () => clicks,
    async click(target: Locator): Promise<void> {
      clicks += 1;
      await target.click();
    },
    type: (text: string) => page.keyboard.type(text),
    /** The browser's own button, which no test can reach. */
    async back(): Promise<void> {
      clicks += 1;
      await page.goBack();
    },
    /** The tab's own button. */
    async close(tab: Page): Promise<void> {
      clicks += 1;
      await tab.close();
    },
  };
};

/** Most Tabs that a person should need on one page. */
const PATIENCE = 25;

/** Keys, each chord one of them; what is typed into a field does not count. */
const keyboardOf = (page: Page) => {
  let keys = 0;
  const press = async (key: string, where = page): Promise<void> => {
    keys += 1;
    await where.keyboard.press(key);
  };
  return {
    keys: () => keys,
    press,
    type: (text: string) => page.keyboard.type(text),
    async tabTo(target: Locator, where = page): Promise<void> {
      await expect(target).toBeVisible();
      // What is held, as the switch until the page has heard of the yes, is passed over.
      await expect(target).toBeEnabled();
      for (let tabs = 0; tabs < PATIENCE; tabs += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await press('Tab', where);
      }
      await expect(target, `reached by ${PATIENCE} Tabs`).toBeFocused();
    },
    /** Ctrl+W, which is the browser's and reaches no page. */
    async close(tab: Page): Promise<void> {
      keys += 1;
      await tab.close();
    },
  };
};

const tell = (line: string): void => {
  test.info().annotations.push({ type: 'flow', description: line });
  process.stdout.write(`${line}\n`);
};

test('by mouse: from a new user to a refusal that is mended and mail that arrives', async ({
  page,
  shell,
  inbox,
  list,
  service,
}) => {
  const username = `shop-${list}`;
  const { form, sessions, decision } = partsOf(page);
  const mouse = mouseOf(page);
  const smtpPlus = new SmtpPlusPage(page);
  await smtpPlus.goto(list);

  await mouse.click(smtpPlus.addUser);
  await mouse.click(form.username);
  await mouse.type(username);
  await mouse.click(form.senders);
  await mouse.type(FIRST);
  await mouse.click(form.save);
  await mouse.click(form.copyPassword);
  await isCopied(form);
  const password = await form.password.inputValue();

  const verify = async (sender: string): Promise<void> => {
    await mouse.click(form.mailOf(sender));
    const opened = page.waitForEvent('popup');
    await mouse.click(inbox.verify(sender));
    const tab = await opened;
    const verification = new VerificationPage(tab);
    await mouse.click(verification.button);
    await expect(verification.heading).toHaveText(`${sender} is verified`);
    await mouse.close(tab);
  };
  await verify(FIRST);
  await mouse.back();
  await mouse.click(form.active);
  await expect(form.active).toBeChecked();

  const refused = await sendMail(service.port, { username, password }, { from: SECOND });
  expect(refused).toMatchObject({ code: 550, rule: 'sender.authorized' });

  await mouse.click(shell.link('Sessions'));
  await mouse.click(sessions.row('sender.authorized'));
  await readsWhy(decision, refused.text);
  await mouse.click(decision.mends.getByRole('link', { name: `Add “${SECOND}” to “${username}”` }));
  await expect(form.senders).toHaveValue(`${FIRST};${SECOND}`);
  await mouse.click(form.save);
  await verify(SECOND);

  expect(await sendMail(service.port, { username, password }, { from: SECOND })).toMatchObject({ code: 250 });

  await mouse.click(shell.link('Inbox'));
  await mouse.click(inbox.row('Order 4711'));
  await readsMail(inbox);
  tell(`flow by mouse: ${mouse.clicks()} clicks${isNarrow(page) ? ' (narrow)' : ''}`);
});

test(
  'by the keyboard alone: from a new user to a refusal that is mended and mail that arrives',
  { tag: '@wide' },
  async ({ page, shell, inbox, list, service }) => {
    const username = `keys-${list}`;
    const { form, sessions, decision } = partsOf(page);
    const keyboard = keyboardOf(page);
    const smtpPlus = new SmtpPlusPage(page);
    await smtpPlus.goto(list);
    await expect(smtpPlus.addUser).toBeVisible();

    await toAnything(keyboard, shell, 'add new');
    await expect(shell.heading).toHaveText('Add new user');
    await expect(form.username).toBeFocused();
    await keyboard.type(username);
    await keyboard.tabTo(form.senders);
    await keyboard.type(FIRST);
    await keyboard.press('Control+Enter');
    await expect(form.password).toBeFocused();
    await keyboard.tabTo(form.copyPassword);
    await keyboard.press('Enter');
    await isCopied(form);
    const password = await form.password.inputValue();

    const verify = async (sender: string): Promise<void> => {
      await keyboard.tabTo(form.mailOf(sender));
      await keyboard.press('Enter');
      await expect(inbox.verify(sender)).toBeFocused();
      const opened = page.waitForEvent('popup');
      await keyboard.press('Enter');
      const tab = await opened;
      const verification = new VerificationPage(tab);
      await keyboard.tabTo(verification.button, tab);
      await keyboard.press('Enter', tab);
      await expect(verification.heading).toHaveText(`${sender} is verified`);
      await keyboard.close(tab);
    };
    await verify(FIRST);
    await toAnything(keyboard, shell, username);
    await expect(shell.heading).toHaveText(username);
    await expect(shell.heading).toBeFocused();
    await keyboard.tabTo(form.active);
    await keyboard.press('Space');
    await expect(form.active).toBeChecked();

    const refused = await sendMail(service.port, { username, password }, { from: SECOND });
    expect(refused).toMatchObject({ code: 550, rule: 'sender.authorized' });

    await keyboard.press('g');
    await keyboard.press('e');
    await expect(sessions.row('sender.authorized')).toBeVisible();
    await keyboard.press('j');
    await expect(sessions.row('sender.authorized')).toBeFocused();
    await keyboard.press('Enter');
    await readsWhy(decision, refused.text);
    await expect(shell.heading).toBeFocused();
    await keyboard.tabTo(decision.mends.getByRole('link', { name: `Add “${SECOND}” to “${username}”` }));
    await keyboard.press('Enter');
    await expect(form.senders).toHaveValue(`${FIRST};${SECOND}`);
    await expect(shell.heading).toBeFocused();
    await keyboard.press('Control+Enter');
    await expect(form.news).toHaveText(/^Saved/);
    await verify(SECOND);

    expect(await sendMail(service.port, { username, password }, { from: SECOND })).toMatchObject({
      code: 250,
    });

    await keyboard.press('Escape');
    await expect(shell.heading).toHaveText('Inbox');
    await expect(inbox.row('Order 4711')).toBeVisible();
    await expect(inbox.row(`Verify ${SECOND}`)).toBeFocused();
    await keyboard.press('k');
    await expect(inbox.row('Order 4711')).toBeFocused();
    await keyboard.press('Enter');
    await readsMail(inbox);
    tell(`flow by keyboard: ${keyboard.keys()} keys`);
  },
);

const partsOf = (page: Page) => ({
  form: new UserFormPage(page),
  sessions: new SessionsPage(page),
  decision: new DecisionView(page),
});

/** Until it is, leaving the page asks whether the password may go. */
const isCopied = ({ password }: UserFormPage): Promise<void> =>
  expect(password).toHaveAccessibleDescription(/^Copied/);

const toAnything = async (
  keyboard: ReturnType<typeof keyboardOf>,
  shell: ShellPage,
  words: string,
): Promise<void> => {
  await keyboard.press('Control+k');
  await expect(shell.paletteInput).toBeFocused();
  await keyboard.type(words);
  await expect(shell.palette.getByRole('option', { name: new RegExp(words, 'i') }).first()).toBeVisible();
  await keyboard.press('Enter');
};

const readsWhy = async ({ verdict, mends }: DecisionView, reply: string): Promise<void> => {
  await expect(verdict).toContainText('by sender.authorized');
  await expect(verdict).toContainText(reply);
  await expect(mends).toBeVisible();
};

const readsMail = async ({ heading, message, panel }: InboxPage): Promise<void> => {
  await expect(heading).toHaveText('Order 4711');
  await expect(message).toContainText(SECOND);
  await expect(panel).toHaveText('hi');
};
