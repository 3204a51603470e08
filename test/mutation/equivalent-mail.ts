/** What no test can find of the model's readers of mail: header, mailboxes, addresses, paths; see `equivalent.ts`. */

import type { Equivalent } from './survivors.ts';

export const EQUIVALENT_IN_MAIL: readonly Equivalent[] = [
  {
    file: 'src/model/address.ts',
    line: 'text.length * 3 > most && encoder.encode(text).length > most;',
    mutator: 'ConditionalExpression',
    original: 'text.length * 3 > most',
    replacement: 'true',
    why: 'only the quick way: a text that is short enough anyhow is not longer when it is counted',
  },
  {
    file: 'src/model/address.ts',
    line: 'text.length * 3 > most && encoder.encode(text).length > most;',
    mutator: 'EqualityOperator',
    original: 'text.length * 3 > most',
    replacement: 'text.length * 3 >= most',
    why: 'only the quick way: a text that is short enough anyhow is not longer when it is counted',
  },
  {
    file: 'src/model/address.ts',
    line: 'const QUOTED = /^"(?:[^"\\\\]|\\\\.)*"/s;',
    mutator: 'Regex',
    original: '/^"(?:[^"\\\\]|\\\\.)*"/s',
    replacement: '/"(?:[^"\\\\]|\\\\.)*"/s',
    why: 'it is asked of texts that open with a quote; where that one does not close, none does',
  },
  {
    file: 'src/model/domain.ts',
    line: 'if (PLAIN.test(text)) return ok({ ascii: text.toLowerCase(), literal: false });',
    mutator: 'ConditionalExpression',
    original: 'PLAIN.test(text)',
    replacement: 'false',
    why: 'only the quick way: a name that it does not take is read by the tables of UTS #46, to the same outcome',
  },
  {
    file: 'src/model/domain.ts',
    line: '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;',
    mutator: 'Regex',
    original:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    replacement:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    why: 'only the quick way: a name that it does not take is read by the tables of UTS #46, to the same outcome',
  },
  {
    file: 'src/model/domain.ts',
    line: '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;',
    mutator: 'Regex',
    original:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    replacement:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    why: 'only the quick way: a name that it does not take is read by the tables of UTS #46, to the same outcome',
  },
  {
    file: 'src/model/domain.ts',
    line: '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;',
    mutator: 'Regex',
    original:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    replacement:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-][a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    why: 'only the quick way: a name that it does not take is read by the tables of UTS #46, to the same outcome',
  },
  {
    file: 'src/model/domain.ts',
    line: '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;',
    mutator: 'Regex',
    original:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    replacement:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i',
    why: 'only the quick way: a name that it does not take is read by the tables of UTS #46, to the same outcome',
  },
  {
    file: 'src/model/domain.ts',
    line: '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;',
    mutator: 'Regex',
    original:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i',
    replacement:
      '/^(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?!..--)[a-z](?:[a-z0-9-][a-z0-9])?$/i',
    why: 'only the quick way: a name that it does not take is read by the tables of UTS #46, to the same outcome',
  },
  {
    file: 'src/model/encoded-word.ts',
    line: '} catch {',
    mutator: 'BlockStatement',
    original: '{\n    return null;\n  }',
    replacement: '{}',
    why: 'what is undefined is as little a decoder as null is; the types ask for null',
  },
  {
    file: 'src/model/envelope-path.ts',
    line: 'for (let at = 1; at < text.length; at += 1) {',
    mutator: 'EqualityOperator',
    original: 'at < text.length',
    replacement: 'at <= text.length',
    why: 'behind the end of the text nothing stands that closes the path',
  },
  {
    file: 'src/model/header-lines.ts',
    line: 'if (/^[!-~]*$/.test(name)) return name.toLowerCase();',
    mutator: 'ConditionalExpression',
    original: '/^[!-~]*$/.test(name)',
    replacement: 'false',
    why: 'only the quick way: ASCII without blanks comes out of the slow one as it is',
  },
  {
    file: 'src/model/header-lines.ts',
    line: 'if (/^[!-~]*$/.test(name)) return name.toLowerCase();',
    mutator: 'Regex',
    original: '/^[!-~]*$/',
    replacement: '/^[!-~]$/',
    why: 'only the quick way: ASCII without blanks comes out of the slow one as it is',
  },
  {
    file: 'src/model/header-lines.ts',
    line: 'if (/^[!-~]*$/.test(name)) return name.toLowerCase();',
    mutator: 'Regex',
    original: '/^[!-~]*$/',
    replacement: '/^[^!-~]*$/',
    why: 'only the quick way, and no name without ASCII letters is taken for From there',
  },
  {
    file: 'src/model/mailbox-tokens.ts',
    line: 'for (let at = start + 1; at < text.length; at += 1) {',
    mutator: 'EqualityOperator',
    original: 'at < text.length',
    replacement: 'at <= text.length',
    why: 'behind the end of the text nothing stands that closes a quote',
  },
  {
    file: 'src/model/mailbox-tokens.ts',
    line: 'for (let at = start; at < text.length; at += 1) {',
    mutator: 'EqualityOperator',
    original: 'at < text.length',
    replacement: 'at <= text.length',
    why: 'behind the end of the text nothing stands that closes a comment',
  },
  {
    file: 'src/model/mailbox.ts',
    line: "if (HIDDEN.test(text.replace(/\\r\\n(?=[ \\t])/g, '')) || !text.isWellFormed())",
    mutator: 'StringLiteral',
    original: "''",
    replacement: '"Stryker was here!"',
    why: 'whatever is seen may stand in place of a fold, where only what is hidden is looked for',
  },
  {
    file: 'src/model/mailbox.ts',
    line: 'const misleads = checkShown([...words, ...tokens.filter(isComment)], name.value, address.value, text);',
    mutator: 'MethodExpression',
    original: 'tokens.filter(isComment)',
    replacement: 'tokens',
    why: 'the pieces of an address that was read show no other address, each by itself',
  },
  {
    file: 'src/model/shown-address.ts',
    line: 'if (!AT.test(text)) return null;',
    mutator: 'ConditionalExpression',
    original: '!AT.test(text)',
    replacement: 'false',
    why: 'only the quick way: where no @ stands, none is found by looking closer',
  },
];
