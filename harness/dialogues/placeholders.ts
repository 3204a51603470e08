/** The placeholders of a dialogue's lines: the user's credentials, and bytes that an editor does not show. */

import type { Credentials } from '../session.ts';

/** The line as bytes. Throws where a placeholder is not known. */
export const fill = (text: string, { username, password }: Credentials): Uint8Array => {
  const values: Record<string, string> = {
    user: username,
    password,
    'user-base64': base64(username),
    'password-base64': base64(password),
    'password-plain': base64(`\0${username}\0${password}`),
    'wrong-plain': base64(`\0${username}\0wrong`),
    cr: '\r',
    lf: '\n',
    nul: '\0',
  };
  const latin1 = text.replace(/\$\{([^}]*)\}|[^\0-\x7f]+/gu, (whole, name?: string) => {
    if (name === undefined) return Buffer.from(whole, 'utf8').toString('latin1');
    const [, hex] = /^hex:((?:[0-9a-f]{2})+)$/i.exec(name) ?? [];
    if (hex !== undefined) return Buffer.from(hex, 'hex').toString('latin1');
    const [, times, what] = /^repeat:(\d+):(.+)$/.exec(name) ?? [];
    if (what !== undefined) return what.repeat(Number(times));
    const value = values[name];
    if (value === undefined)
      throw new Error(
        `"${whole}" is no placeholder; there are \${${Object.keys(values).join('}, ${')}}, \${hex:0a}, \${repeat:3:x}`,
      );
    return value;
  });
  return Buffer.from(latin1, 'latin1');
};

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
