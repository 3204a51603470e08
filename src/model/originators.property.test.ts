/** The promise of the reader: no other reader sees a sender in an accepted message that the policy did not see. */

import fc from 'fast-check';
import addressparser from 'nodemailer/lib/addressparser';
import PostalMime, { decodeWords } from 'postal-mime';
import { expect, test } from 'vitest';
import { addressKey, parseAddress } from './address.ts';
import { numRuns } from './arbitraries.test-data.ts';
import { parseDomain } from './domain.ts';
import { encoder, message } from './header.test-data.ts';
import { readOriginators } from './originators.ts';

test('no other reader sees an address in an accepted From that was not read', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(message, fc.boolean(), async (text, smtpUtf8) => {
      const { fromCount, from, fromDefects } = readOriginators(encoder.encode(text), { smtpUtf8 });
      if (fromCount !== 1 || fromDefects.length > 0) return;
      accepted += 1;
      const known = new Set(from.map(({ address }) => addressKey(address)));
      const seen = [...(await seenByPostalMime(text)), ...seenByNodemailer(text), ...seenByPattern(text)];
      for (const address of seen)
        expect(known, `${JSON.stringify(text)} shows ${address}`).toContain(canonical(address));
    }),
    { numRuns },
  );
  expect(accepted, 'the grammar makes messages that are accepted').toBeGreaterThan(numRuns / 50);
}, 600_000);

type Seen = { address?: string | undefined; group?: Seen[] | undefined };

const addresses = (entries: Seen[]): string[] =>
  entries
    .flatMap(({ address, group }) => (group ? addresses(group) : (address ?? '')))
    .filter((address) => /[^\s@]@[^\s@]/.test(address));

const seenByPostalMime = async (text: string): Promise<string[]> => {
  const { from } = await PostalMime.parse(encoder.encode(text));
  return from ? addresses([from]) : [];
};

/** From the first and the last From field that a lenient splitter finds. */
const seenByNodemailer = (text: string): string[] => {
  const found = fromValues(text);
  return [found[0] ?? '', found.at(-1) ?? ''].flatMap((value) => [
    ...addresses(addressparser(value) as Seen[]),
    ...addresses(addressparser(decodeWords(value)) as Seen[]),
  ]);
};

/** As a quick hack would: whatever looks like an address, encoded words decoded. */
const seenByPattern = (text: string): string[] =>
  fromValues(text).flatMap(
    (value) => decodeWords(value).match(/[^\s<>()",;:@]+@(?:\[[^\]\s]*\]|[^\s<>()",;:@]+)/gu) ?? [],
  );

const fromValues = (text: string): string[] => {
  const head = /^[^]*?(?=\r\n\r\n|\n\n|\r\r)/.exec(text)?.[0] ?? text;
  const unfolded = head.replace(/(?:\r\n|\n|\r)(?=[ \t])/g, '');
  return unfolded.split(/\r\n|\n|\r/).flatMap((line) => /^\s*from\s*:(.*)$/is.exec(line)?.[1] ?? []);
};

/** A reader may leave out the quotes of a local part: then it ends at the last `@`. A final dot names the same domain. */
const canonical = (text: string): string => {
  const strict = parseAddress(text, { literal: true });
  if (strict.ok) return addressKey(strict.value);
  const at = text.lastIndexOf('@');
  const domain = parseDomain(text.slice(at + 1).replace(/\.$/, ''), { literal: true });
  return domain.ok ? addressKey({ local: text.slice(0, at), domain: domain.value }) : text;
};
