import { expect, test } from './fixtures.ts';

test(
  'the layers of style come in their order, whichever file is loaded first',
  { tag: '@wide' },
  async ({ page, shell, allowed }) => {
    allowed.push(/404/);
    await page.goto('/lists/nowhere/inbox');
    await expect(shell.heading).toBeVisible();
    const first = await page.evaluate(() => {
      const [rule] = [...(document.styleSheets[0]?.cssRules ?? [])].filter(
        (one) => one instanceof CSSLayerStatementRule,
      );
      return [...(rule?.nameList ?? [])];
    });
    expect(first).toEqual(['reset', 'tokens', 'base', 'ui', 'shell', 'page']);
    // A link by its element, a button by its part: the part has the word.
    const button = shell.main.getByRole('link', { name: 'Go to SMTP+' });
    const ink = await shell.heading.evaluate((heading) => getComputedStyle(heading).color);
    await expect(button).toHaveCSS('color', ink);
  },
);
