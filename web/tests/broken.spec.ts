/** A service whose store is out of order, and what happens between a click and its answer. */

import { UserFormPage } from '../../harness/pages/user-form.ts';
import { expect, test, WAITS } from './sent.ts';

for (const { name, path, asked, shown } of WAITS)
  test(
    `what cannot be read says so, with what to do, and Retry reads it once it can be: ${name}`,
    { tag: '@narrow' },
    async ({ page, list, sent, states, shell, allowed, checkPage }) => {
      allowed.push(/500/);
      const mend = states.breakDown(asked);
      await page.goto(path(list, sent));
      const problem = shell.main.getByRole('alert').first();
      await expect(problem).toContainText('the log of the service says more', { ignoreCase: true });
      await expect(shell.main.locator('.empty:not(.inbox-open > *)')).toHaveCount(0);
      await checkPage(page);
      mend();
      await problem.getByRole('button', { name: 'Retry' }).click();
      await expect(shell.main.getByText(shown(sent)).first()).toBeVisible();
      await expect(shell.main.getByRole('alert')).toHaveCount(0);
    },
  );

test(
  'a new user that cannot be stored is told, nothing typed is lost, and Save once more stores it',
  { tag: '@wide' },
  async ({ page, list, states, allowed, shell, checkPage }) => {
    allowed.push(/500/);
    const form = new UserFormPage(page);
    await form.gotoNew(list);
    await form.username.fill(`new-${list}`);
    await form.domains.fill('acme.test');
    await form.note.fill('kept');
    const mend = states.breakDown('/api/lists/:list/users', 'post');
    await form.save.click();
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByRole('alert')).toContainText('Something unexpected happened');
    for (const [field, value] of [
      [form.username, `new-${list}`],
      [form.domains, 'acme.test'],
      [form.note, 'kept'],
    ] as const)
      await expect(field).toHaveValue(value);
    await checkPage(page);
    mend();
    await form.save.click();
    await expect(form.password).toBeVisible();
    await expect(shell.heading).toHaveText(`new-${list}`);
  },
);

test(
  'a change that cannot be stored stays in the form, and is stored by the next Save',
  { tag: '@wide' },
  async ({ page, list, sent, states, allowed }) => {
    allowed.push(/500/);
    const form = new UserFormPage(page);
    await form.goto(list, sent.user);
    await form.note.fill('kept');
    const mend = states.breakDown('/api/lists/:list/users/:id', 'patch');
    await form.save.click();
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(form.note).toHaveValue('kept');
    mend();
    await form.save.click();
    await expect(form.news).toHaveText(/^Saved/);
    await expect(page.getByRole('alert')).toHaveCount(0);
  },
);

test(
  'while Save is under way a second one asks nothing, and what is typed meanwhile stays',
  { tag: '@wide' },
  async ({ page, list, sent, states, api }) => {
    const form = new UserFormPage(page);
    await form.goto(list, sent.user);
    await form.note.fill('first');
    const held = states.hold('/api/lists/:list/users/:id', 'patch');
    const patches: string[] = [];
    page.on('request', (asked) => void (asked.method() === 'PATCH' && patches.push(asked.url())));
    await form.save.click();
    await held.arrived;
    await form.save.click();
    await form.note.fill('first, and more');
    held.release();
    await expect(form.news).toHaveText(/^Saved/);
    expect(patches).toHaveLength(1);
    await expect(form.note).toHaveValue('first, and more');
    expect(await api('GET', `/api/lists/${list}/users/${sent.user}`)).toMatchObject({ note: 'first' });
  },
);

test(
  'a switch that comes too late, since its sender is named no more, says why and stays off',
  { tag: '@wide' },
  async ({ page, list, user, states, api, allowed, checkPage }) => {
    allowed.push(/409/);
    const { id } = await user();
    await api('PATCH', `/api/lists/${list}/users/${id}`, { active: false });
    const form = new UserFormPage(page);
    await form.goto(list, id);
    const held = states.hold('/api/lists/:list/users/:id', 'patch');
    await form.active.click();
    await held.arrived;
    await api('PATCH', `/api/lists/${list}/users/${id}`, { authorizedDomains: 'else.test' });
    held.release();
    await expect(page.getByRole('alert').first()).toContainText('verified');
    await expect(form.active).not.toBeChecked();
    await checkPage(page);
  },
);

test(
  'a list whose deletion fails is still there, and its question says so',
  { tag: '@wide' },
  async ({ page, list, states, allowed, shell }) => {
    allowed.push(/500/);
    await page.goto(`/lists/${list}/smtp-plus`);
    const mend = states.breakDown('/api/lists/:list', 'delete');
    const question = await shell.askToDeleteList();
    await question.getByRole('button', { name: 'Delete list' }).click();
    await expect(question.getByRole('alert')).toContainText('Something unexpected happened');
    mend();
    await question.getByRole('button', { name: 'Delete list' }).click();
    await expect(page).toHaveURL(/\/lists\/default\/smtp-plus$/);
  },
);
