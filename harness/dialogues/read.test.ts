import { describe, expect, test } from 'vitest';

import { fill } from './placeholders.ts';
import { readScript } from './read.ts';

const FILE = 'scenarios/rules/x.smtp';

describe('a dialogue', () => {
  test('is read line by line, with the lines that it stands in', () => {
    const text = `# refuses it
# more of it
domains: shop.test; other.test
pending: new.test
user: inactive
service: require-tls

LOGIN
C: MAIL FROM:<a@shop.test>
S: 550 5.7.1 Not so [sender.authorized]
S~ ^250-.*
C:
STARTTLS
CLOSED
INBOX: jane@else.test
INBOX: none
`;
    expect(readScript(text, FILE)).toEqual({
      title: 'refuses it',
      setting: {
        domains: 'shop.test; other.test',
        senders: '',
        pending: 'new.test',
        user: 'inactive',
        service: 'require-tls',
      },
      moves: [
        { line: 8, kind: 'login' },
        { line: 9, kind: 'say', text: 'MAIL FROM:<a@shop.test>' },
        { line: 10, kind: 'hear', text: '550 5.7.1 Not so', rule: 'sender.authorized' },
        { line: 11, kind: 'hear-like', pattern: /^250-.*/ },
        { line: 12, kind: 'say', text: '' },
        { line: 13, kind: 'starttls' },
        { line: 14, kind: 'closed' },
        { line: 15, kind: 'inbox', address: 'jane@else.test' },
        { line: 16, kind: 'inbox', address: null },
      ],
    });
  });

  test.each([
    ['says nothing of what it shows', 'HELLO\nS: 250', ': begin with a comment'],
    ['expects nothing', '# x\nHELLO\nC: NOOP', ': it expects nothing'],
    ['has a line of no kind', '# x\nQ: what\nS: 250', ':2: "Q: what" is no line'],
    ['expects a rule that there is not', '# x\nS: 550 5.7.1 [from.autorized]', ':2: "S: 550'],
    ['expects no code', '# x\nS: whatever', ':2: "S: whatever"'],
    ['asks for another kind of user', '# x\nuser: asleep\nS: 250', ':2: "user: asleep"'],
    [
      'tells too late who the user is',
      '# x\nS: 220\ndomains: a.test',
      ':3: "domains: a.test" comes too late',
    ],
  ])('that %s is refused', (_, text, words) => {
    expect(() => readScript(text, FILE)).toThrow(FILE + words);
  });
});

describe('placeholders', () => {
  const user = { username: 'shop', password: 'spw_x' };
  const filled = (text: string): string => Buffer.from(fill(text, user)).toString('latin1');

  test.each([
    ['AUTH PLAIN ${password-plain}', `AUTH PLAIN ${Buffer.from('\0shop\0spw_x').toString('base64')}`],
    ['${user}/${password}', 'shop/spw_x'],
    ['${user-base64} ${password-base64}', 'c2hvcA== c3B3X3g='],
    ['a${lf}b${cr}c${nul}', 'a\nb\rc\0'],
    ['${hex:e900}${repeat:3:ab}', '\u00e9\0ababab'],
    ['é', '\u00c3\u00a9'],
    ['$ {user} $5 {x}', '$ {user} $5 {x}'],
  ])('%j is sent as %j', (text, bytes) => {
    expect(filled(text)).toBe(bytes);
  });

  test('of no kind are refused, with those that there are', () => {
    expect(() => filled('${pasword}')).toThrow(/"\$\{pasword\}" is no placeholder; there are \$\{user\}/);
  });
});
