/** Text in HTML. */

export const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export const link = (to: string, text: string, title = ''): string =>
  `<a href="${escape(to)}"${title === '' ? '' : ` title="${escape(title)}"`}>${escape(text)}</a>`;

/** The scenario in Playwright's own report, which lies beside ours. */
export const inPlaywright = ({ id }: { id: string }): string =>
  `playwright/index.html#?testId=${encodeURIComponent(id)}`;
