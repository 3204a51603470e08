/** What MailHog's search for `containing` looks at. */

import type { Content } from './content.ts';
import { goText, type GoString } from './go-strings.ts';

/** `needle` in lower case, in the body or in a value of a header. */
export const matchesContent = ({ Body, Headers }: Content, needle: string): boolean =>
  contains(Body, needle) || [...Headers.values()].flat().some((value) => contains(value, needle));

export const contains = (string: GoString, needle: string): boolean =>
  goText(string).toLowerCase().includes(needle);
