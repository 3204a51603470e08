/** A message as one server-sent event of MailHog's. */

import { goJsonIndented, type GoValue } from './go-json.ts';

export const formatEvent = (value: GoValue): string =>
  `${goJsonIndented(value)
    .split('\n')
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`;
