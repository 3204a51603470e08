import { expect, test } from 'vitest';

import { FORM_KINDS } from '../../../src/model/online-form/back-end.ts';
import { FORM_BACK_ENDS } from '../../../src/model/online-form/back-ends.ts';
import { BACK_ENDS, sourceOf } from './back-ends.ts';

const VISITOR = { name: 'Vera', address: 'vera@visitor.test', message: 'Hello' };

test('each back-end is shown, with a source that makes the very mail that the service sends', () => {
  expect(BACK_ENDS.map(({ kind }) => kind)).toEqual(FORM_KINDS);
  for (const { kind, source } of BACK_ENDS) {
    const sent: unknown[] = [];
    // oxlint-disable-next-line typescript/no-implied-eval -- what people read is to be what runs
    new Function('transport', 'visitor', 'shop', source)(
      { sendMail: (mail: unknown) => sent.push(mail) },
      VISITOR,
      'form@shop.test',
    );
    expect(sent).toEqual([FORM_BACK_ENDS[kind](VISITOR, 'form@shop.test')]);
  }
});

test('a file that makes no mail is told', () => {
  expect(() => sourceOf('export const x = 1;\n')).toThrow('no mail is made in: export const x');
});
