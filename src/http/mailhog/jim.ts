/** The settings of Jim, MailHog's chaos monkey, as his routes take them. What he does is the relay's matter. */

import { JIM_DEFAULTS, type JimSettings } from '../../model/jim.ts';
import { goDecode } from './go-json.ts';

/** Replaces everything: a field that is left out becomes 0. Null for what MailHog could not decode either. */
export const parseJim = (body: string): JimSettings | null => goDecode(body, FIELDS);

const FIELDS = Object.fromEntries(Object.keys(JIM_DEFAULTS).map((name) => [name, 'number'])) as Record<
  keyof JimSettings,
  'number'
>;
