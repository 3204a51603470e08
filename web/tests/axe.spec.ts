import { runAxe } from './axe.ts';
import { expect, test } from './fixtures.ts';

test(
  'axe finds what nobody could read: on the page, in a part of it, by some of its rules',
  { tag: '@wide' },
  async ({ page }) => {
    await page.setContent(
      `<html lang="en"><title>A page</title><main><h1>A page</h1><p style="color: #777; background: #888">grey on grey</p>
     <div id="part"><img src="data:,"></div><iframe sandbox srcdoc="<img src='data:,'>" title="A mail"></iframe></main></html>`,
    );
    const idsOf = async (asked: Parameters<typeof runAxe>[1]) =>
      (await runAxe(page, asked)).violations.map((text) => text.split(':')[0]);
    expect(await idsOf({})).toEqual(['color-contrast', 'image-alt']);
    expect(await idsOf({ part: '#part' })).toEqual(['image-alt']);
    expect(await idsOf({ rules: ['color-contrast'] })).toEqual(['color-contrast']);
    expect((await runAxe(page, { rules: ['document-title'] })).held).toBe(1);
  },
);
