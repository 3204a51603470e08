/** Finds the links in a text, so that they can be followed. */

export type Piece = { text: string; href: string | null };

/** The pieces are the whole text, in order. Only `http:` and `https:`; what closes a sentence is not part of a link. */
export const splitLinks = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(/https?:\/\/[^\s<>"]+/gi)) {
    const link = trimEnd(found);
    if (!URL.canParse(link)) continue;
    if (index > at) pieces.push({ text: text.slice(at, index), href: null });
    pieces.push({ text: link, href: link });
    at = index + link.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), href: null });
  return pieces;
};

/** A closing bracket stays where one was opened in the link. */
const trimEnd = (link: string): string => {
  const bare = link.replace(/[.,;:!?'*]+$/, '');
  return bare.endsWith(')') && !bare.includes('(') ? trimEnd(bare.slice(0, -1)) : bare;
};
