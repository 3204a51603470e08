import { expect, test } from 'vitest';

import { dialogueLines, dialogueText } from './dialogue-lines.ts';

const line = (from: 'client' | 'server', text: string, tls = false) => ({ ms: 15, from, text, tls });

test('lines bear the glyphs of swaks', () => {
  const lines = dialogueLines([
    line('server', '220 hi'),
    line('client', 'MAIL FROM:<a@b.test>'),
    line('server', '550-no'),
    line('server', '550 5.7.1 no [sender.authorized d_1]'),
    line('client', 'EHLO x', true),
    line('server', '250 Ok', true),
    line('server', '452 4.5.3 many', true),
    line('client', '500 is what a client may say'),
  ]);
  expect(dialogueText(lines)).toBe(
    [
      '<-  220 hi',
      ' -> MAIL FROM:<a@b.test>',
      '<** 550-no',
      '<** 550 5.7.1 no [sender.authorized d_1]',
      ' ~> EHLO x',
      '<~  250 Ok',
      '<~* 452 4.5.3 many',
      ' -> 500 is what a client may say',
      '',
    ].join('\n'),
  );
  expect(lines[0]?.at).toBe('0.015');
});

test('a reply leads to its decision, and only a reply does', () => {
  const decision = (from: 'client' | 'server', text: string) =>
    dialogueLines([line(from, text)])[0]?.decision;
  expect(decision('server', '550 5.7.1 no [sender.authorized d_1]')).toEqual({
    id: 'd_1',
    rule: 'sender.authorized',
  });
  expect(decision('server', '250 2.0.0 Ok: queued as m_1 [accept d_2]')).toEqual({ id: 'd_2', rule: null });
  expect(decision('server', '250 Ok')).toBeNull();
  expect(decision('client', 'EHLO [from.single d_3]')).toBeNull();
});
