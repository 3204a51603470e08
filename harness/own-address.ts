/** An address of this machine that only one test calls from, so that what one test is put off for does not touch another. */

/** Linux has the whole of 127.0.0.0/8, others only 127.0.0.1; undefined where it must be the usual one. */
export const ownAddress = (host: string): string | undefined => {
  if (process.platform !== 'linux' || !/^(127\.|localhost$)/.test(host)) return undefined;
  const part = (): number => 1 + Math.floor(Math.random() * 253);
  return `127.${part()}.${part()}.${part()}`;
};
