/** How addresses are looked for: `a@x.test` one address, `@x.test` all of a domain; without ASCII case. */

/** ASCII letters in lower case, all else as it is: how user names and addresses compare. */
export const fold = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Whether an address is one of those wanted. */
export const meetsAddress = (wanted: string): ((address: string) => boolean) => {
  const text = fold(wanted);
  return text.startsWith('@')
    ? (address) => fold(address).endsWith(text)
    : (address) => fold(address) === text;
};
