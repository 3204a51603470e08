import { expect, test } from 'vitest';
import { createJims, JIM_DEFAULTS } from './jim.ts';

test('Jim begins with the chances that MailHog gives him', () => {
  expect(JIM_DEFAULTS).toEqual({
    DisconnectChance: 0.005,
    AcceptChance: 0.99,
    LinkSpeedAffect: 0.1,
    LinkSpeedMin: 1024,
    LinkSpeedMax: 10240,
    RejectSenderChance: 0.05,
    RejectRecipientChance: 0.05,
    RejectAuthChance: 0.05,
  });
});

test('Jim is off until he is let in, a list at a time, and remembers what he was last told', () => {
  const jims = createJims();
  expect(jims.get('a')).toBeNull();
  expect(jims.last('a')).toEqual(JIM_DEFAULTS);
  jims.off('a');
  expect(jims.last('a')).toEqual(JIM_DEFAULTS);
  const mine = { ...JIM_DEFAULTS, AcceptChance: 0.5 };
  jims.on('a', mine);
  expect(jims.get('a')).toEqual(mine);
  expect(jims.get('b')).toBeNull();
  jims.off('a');
  expect(jims.get('a')).toBeNull();
  expect(jims.last('a')).toEqual(mine);
});
