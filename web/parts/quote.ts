/** Values written into commands and programs, so that each language reads exactly them. */

/** A word of a POSIX shell: as it is where that is safe, else in single quotes. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A string of JavaScript. */
export const jsString = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** A string of Python, which for what stands here is written as JavaScript writes it. */
export const pythonString = (text: string): string => jsString(text);

/** A string of PHP, in which single quotes keep all but themselves and the backslash. */
export const phpString = (text: string): string => jsString(text);
