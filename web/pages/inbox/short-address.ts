/** Who wrote and who gets it, as short as a row has place for. */

import type { MessageJson } from '../../../src/http/contract/messages.ts';

/** The display name of From, else the address. */
export const shortFrom = ({ from, mailFrom }: Pick<MessageJson, 'from' | 'mailFrom'>): string => {
  const name = /^\s*"?([^"<]*?)"?\s*</.exec(from)?.[1]?.trim();
  return name || from.trim() || mailFrom;
};

/** The first recipient of the envelope, which tells also who gets a blind copy, and how many more there are. */
export const shortTo = ({ rcptTo }: Pick<MessageJson, 'rcptTo'>): string =>
  rcptTo.length > 1 ? `${rcptTo[0]} and ${rcptTo.length - 1} more` : (rcptTo[0] ?? 'nobody');
