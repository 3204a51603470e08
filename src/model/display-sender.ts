/** A sender, or any text with addresses in it, in the letters that people read: domains in U-labels (RFC 5890). */

import { displayDomain, parseDomain } from './domain.ts';

/** `value` is a sender's, in canonical form. What is shown is for reading only: look-alikes are told apart by the value. */
export const displaySender = (value: string): string => {
  const at = value.lastIndexOf('@') + 1;
  return value.slice(0, at) + displayDomain({ ascii: value.slice(at), literal: false });
};

/** Every domain in A-labels that stands in a text, wherever it comes from; what is none stays as it is. */
export const displayText = (text: string): string =>
  text.replace(A_LABELS, (found) => {
    const domain = parseDomain(found);
    return domain.ok ? displayDomain(domain.value) : found;
  });

/** Names of which a label begins as A-labels do. */
const A_LABELS = /(?<![\w.-])(?:[a-z0-9-]+\.)*xn--[a-z0-9-]+(?:\.[a-z0-9-]+)*/gi;
