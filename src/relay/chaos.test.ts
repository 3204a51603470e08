import { describe, expect, test } from 'vitest';

import { createFaults, type FaultSubject } from '../model/fault.ts';
import { createJims, type JimSettings } from '../model/jim.ts';
import { createChaos } from './chaos.ts';

/** Does nothing. */
const CALM: JimSettings = {
  DisconnectChance: 0,
  AcceptChance: 1,
  LinkSpeedAffect: 0,
  LinkSpeedMin: 1000,
  LinkSpeedMax: 3000,
  RejectSenderChance: 0,
  RejectRecipientChance: 0,
  RejectAuthChance: 0,
};

const start = ({ jim, chance = 0.5 }: { jim?: Partial<JimSettings>; chance?: number } = {}) => {
  const [faults, jims] = [createFaults(), createJims()];
  if (jim) jims.on('default', { ...CALM, ...jim });
  return { faults, jims, chaos: createChaos(faults, jims, () => chance) };
};

const at = (stage: FaultSubject['stage'], text = ''): FaultSubject => ({ stage, username: 'shop', text });

describe('Jim', () => {
  test.each<[Partial<JimSettings>, FaultSubject, unknown]>([
    [{ AcceptChance: 0.4 }, at('connect'), { disconnect: true }],
    [{ RejectAuthChance: 0.6 }, at('auth'), { code: 500, enhanced: '5.5.2', text: 'Unrecognised command' }],
    [
      { RejectSenderChance: 0.6 },
      at('mail', 'a@x.test'),
      { code: 550, enhanced: '5.1.0', text: 'Invalid sender a@x.test' },
    ],
    [
      { RejectRecipientChance: 0.6 },
      at('rcpt', 'b@x.test'),
      { code: 550, enhanced: '5.1.0', text: 'Invalid recipient b@x.test' },
    ],
  ])('with %o refuses as MailHog does', (jim, subject, effect) => {
    expect(start({ jim }).chaos.take('default', subject)).toEqual(effect);
    expect(start({ jim: CALM }).chaos.take('default', subject)).toBeNull();
    expect(start().chaos.take('default', subject)).toBeNull();
  });

  test('never stands in the way of a message once it was taken', () => {
    const all = { RejectSenderChance: 1, RejectRecipientChance: 1, RejectAuthChance: 1 };
    expect(start({ jim: all }).chaos.take('default', at('data'))).toBeNull();
  });

  test('repeats an address in ASCII and not without end', () => {
    const { chaos } = start({ jim: { RejectSenderChance: 1 } });
    const effect = chaos.take('default', at('mail', `ä\r\n250 ok${'x'.repeat(1000)}`));
    expect(effect).toHaveProperty('text', `Invalid sender ???250 ok${'x'.repeat(256 - 9)}`);
  });

  test('drops connections and slows links by his chances', () => {
    expect(start({ jim: { DisconnectChance: 0.6 } }).chaos.disconnects('default')).toBe(true);
    expect(start({ jim: { DisconnectChance: 0.5 } }).chaos.disconnects('default')).toBe(false);
    expect(start({ jim: { LinkSpeedAffect: 0.6 } }).chaos.linkSpeed('default')).toBe(2000);
    expect(start({ jim: { LinkSpeedAffect: 0.5 } }).chaos.linkSpeed('default')).toBeNull();
    expect(start().chaos.disconnects('default')).toBe(false);
    expect(start().chaos.linkSpeed('default')).toBeNull();
  });

  test('of the default list meets those who have not logged in, and no other list’s users', () => {
    const { chaos } = start({ jim: { DisconnectChance: 1, RejectSenderChance: 1 } });
    expect(chaos.disconnects(null)).toBe(true);
    expect(chaos.disconnects('other')).toBe(false);
    expect(chaos.take('other', at('mail'))).toBeNull();
  });

  test('is off where he was switched off', () => {
    const { chaos, jims } = start({ jim: { RejectSenderChance: 1 } });
    jims.off('default');
    expect(chaos.take('default', at('mail'))).toBeNull();
  });
});

test('a fault of the list comes before Jim', () => {
  const { chaos, faults } = start({ jim: { RejectSenderChance: 1 } });
  faults.set('default', [{ when: { stage: 'mail' }, then: { delayMs: 5 }, times: 1 }]);
  expect(chaos.take('default', at('mail'))).toEqual({ delayMs: 5 });
  expect(chaos.take('default', at('mail'))).toHaveProperty('code', 550);
});
