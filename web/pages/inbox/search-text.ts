/** The search of the inbox as a line of text: `from:` and `to:` take an address or `@domain`, all else are words. */

export type MessageSearch = { q?: string; from?: string; to?: string };

/** Of several `from:` or `to:` the last one holds; one without a value is let be while it is typed. */
export const parseSearch = (text: string): MessageSearch => {
  const search: MessageSearch = {};
  const words: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [, field, value] = /^(from|to):(.*)$/i.exec(word) ?? [];
    if (field === undefined) words.push(word);
    else if (value) search[field.toLowerCase() as 'from' | 'to'] = value;
  }
  if (words.length > 0) search.q = words.join(' ');
  return search;
};

export const formatSearch = ({ q, from, to }: MessageSearch): string =>
  [from && `from:${from}`, to && `to:${to}`, q].filter(Boolean).join(' ');
