/** Values of strangers in words for people: in quotes, short, and without anything that would act on a terminal or a reply. */

/** `"value"`, cut after 200 characters; controls, line ends and what turns the direction of writing show as U+FFFD. */
export const quoted = (value: string): string => {
  const short = value.length > MAX ? `${value.slice(0, MAX)}...` : value;
  return `"${short.toWellFormed().replace(UNSAFE, '\ufffd')}"`;
};

/** Controls, line and paragraph separators, and what turns the direction of writing (UAX #9 section 2). */
// oxlint-disable-next-line no-control-regex -- controls are what it looks for
export const HIDDEN = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;

const MAX = 200;
// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;
