/**
 * Passwords of SMTP+ users: made by the service with 160 random bits, shown once, stored as a salted hash.
 * A secret of that size needs no slow hash; see docs/decisions. The prefix makes a leaked one findable.
 */

import { base32, type Random } from './id.ts';

export const PASSWORD_PREFIX = 'spw_';

/** Any password of ours, wherever it stands in a text. */
export const PASSWORD_PATTERN = /spw_[0-9a-hjkmnp-tv-z]{8,}/g;

export const makePassword = (random: Random): string => PASSWORD_PREFIX + base32(random(20));

/** `sha256$SALT$HASH`, both in hex, of a fresh 128-bit salt. */
export const hashPassword = async (password: string, random: Random): Promise<string> => {
  const salt = hex(random(16));
  return `sha256$${salt}$${await digest(salt, password)}`;
};

/** Whether the password is the one behind `stored`. Does the same work where there is no user (`null`). */
export const checkPassword = async (password: string, stored: string | null): Promise<boolean> => {
  const [scheme, salt, hash] = (stored ?? NOBODY).split('$');
  const got = await digest(salt ?? '', password);
  return sameText(got, hash ?? '') && scheme === 'sha256' && stored !== null;
};

/** Blanks what looks like one of our passwords. */
export const blankPasswords = (text: string): string => text.replace(PASSWORD_PATTERN, '***');

/** SHA-256 of a token as hex: how tokens are stored and looked up. */
export const hashToken = async (token: string): Promise<string> => hex(await sha256(token));

/** Lower-case hex. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const NOBODY = `sha256$${'0'.repeat(32)}$${'0'.repeat(64)}`;

const digest = async (salt: string, password: string): Promise<string> =>
  hex(await sha256(`${salt}:${password}`));

const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/** Compares without telling by its duration where two texts of equal length differ. */
const sameText = (a: string, b: string): boolean => {
  let differs = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) differs |= a.charCodeAt(i) ^ (b.charCodeAt(i) || 0);
  return differs === 0;
};
