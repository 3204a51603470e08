import { expect, test } from 'vitest';

import { authGoesOn } from './login.ts';

const say = (text: string) => authGoesOn(new TextEncoder().encode(text));

test.each(['c2hvcA==', 'c2hvcA', 'AGEAYg==', '', '=', '*', ' c2hvcA== '])(
  'what answers a challenge goes on: "%s"',
  (text) => expect(say(text)).toBeNull(),
);

test.each(['!!!!', 'not base64', 'c2hvcA===', 'c2=hv', '**', 'c2hvcA-_', 'ж'])(
  'what is no base64 ends the exchange: "%s"',
  (text) => expect(say(text)).toMatchObject({ code: 501, enhanced: '5.5.2' }),
);
