/** Answers that take their time: something says that it loads, nothing is said to be missing, and then nothing jumps. */

import type { Page } from '@playwright/test';

import { expect, test, WAITS } from './sent.ts';

for (const { name, path, asked, shown } of WAITS)
  test(`what takes its time does not look empty, and does not jump when it comes: ${name}`, async ({
    page,
    list,
    sent,
    states,
    shell,
    checkPage,
  }) => {
    await remember(page);
    const held = states.hold(asked);
    await page.goto(path(list, sent));
    await held.arrived;
    await expect(shell.main.getByText('Loading').first()).toBeAttached();
    await checkPage(page);
    held.release();
    await expect(shell.main.getByText(shown(sent)).first()).toBeVisible();
    await expect(shell.main.getByText('Loading')).toHaveCount(0);
    const { empty, jumps } = await page.evaluate(() => window.remembered);
    expect(empty, 'nothing was said to be missing').toEqual([]);
    const jumped = jumps.reduce((sum, { share }) => sum + share, 0);
    expect(jumped, `nothing jumped: ${JSON.stringify(jumps)}`).toBeLessThan(GOOD);
  });

/** The share of the window that moved, weighed by how far (web.dev's CLS, which calls this good). */
const GOOD = 0.1;

/** https://wicg.github.io/layout-instability/, which TypeScript does not know. */
type LayoutShift = PerformanceEntry & {
  value: number;
  sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
};

declare global {
  interface Window {
    remembered: { empty: string[]; jumps: { share: number; what: string[] }[] };
  }
}

/** Notes every empty state that was ever drawn (that no message is open is none), and how much moved by itself. */
const remember = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    window.remembered = { empty: [], jumps: [] };
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('.empty:not(.inbox-open > *)'))
        if (!window.remembered.empty.includes(textContent)) window.remembered.empty.push(textContent);
    }).observe(document, { childList: true, subtree: true });
    new PerformanceObserver((entries) => {
      for (const { value, sources } of entries.getEntries() as LayoutShift[])
        window.remembered.jumps.push({
          share: value,
          what: sources.map(
            ({ node, previousRect, currentRect }) =>
              `${node?.nodeName} ${(node as Element | null)?.className} ${previousRect.y} to ${currentRect.y}`,
          ),
        });
    }).observe({ type: 'layout-shift', buffered: true });
  });
};
