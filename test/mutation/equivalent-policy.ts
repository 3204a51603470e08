/** What no test can find of the policy; see `equivalent.ts`. */

import type { Equivalent } from './survivors.ts';

export const EQUIVALENT_IN_POLICY: readonly Equivalent[] = [
  {
    file: 'src/policy/decide.ts',
    line: 'mailFrom: attempt(() => request.mail?.text ?? null, null),',
    mutator: 'OptionalChaining',
    original: 'request.mail?.text',
    replacement: 'request.mail.text',
    why: 'what throws within attempt is null as well; the types ask for the question mark',
  },
  {
    file: 'src/policy/decide.ts',
    line: 'message === null ? [] : message.originators.from.map(({ address }) => formatAddress(address));',
    mutator: 'ConditionalExpression',
    original: 'message === null',
    replacement: 'false',
    why: 'what throws within attempt is an empty list as well; the types ask for the condition',
  },
  {
    file: 'src/policy/explain.ts',
    line: 'const told = { stage, tls: true, tlsRequired: false, login };',
    mutator: 'BooleanLiteral',
    original: 'false',
    replacement: 'true',
    why: 'whether TLS is required is not asked of a session that is encrypted',
  },
  {
    file: 'src/policy/judge.ts',
    line: "commit: 'when the message was to be stored',",
    mutator: 'StringLiteral',
    original: "'when the message was to be stored'",
    replacement: '""',
    why: 'no stage lies behind the last one, so that no rule is told that it was refused there',
  },
  {
    file: 'src/policy/words.ts',
    line: "let text = '';",
    mutator: 'StringLiteral',
    original: "''",
    replacement: '"Stryker was here!"',
    why: 'the first item is clipped so that it always fits, and takes the place of this value before it is read',
  },
  {
    file: 'src/policy/words.ts',
    line: 'const PLAIN = /^[ -~]*$/;',
    mutator: 'Regex',
    original: '/^[ -~]*$/',
    replacement: '/^[ -~]$/',
    why: 'only the quick way: what it does not let pass is replaced character by character, to the same text',
  },
];
