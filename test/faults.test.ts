import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { dial, type Received } from '../harness/dialogue.ts';
import type { Provisioned } from '../harness/provision.ts';
import type { Fault } from '../src/model/fault.ts';
import { mail, startTestService, type TestService } from './service.ts';

let service: TestService;
let user: Provisioned;
beforeAll(async () => {
  service = await startTestService();
  user = await service.user();
});
afterAll(() => service.stop(500));
afterEach(async () => {
  await service.api('DELETE', '/api/lists/default/faults');
  await fetch(`${service.url}/api/v2/jim`, { method: 'DELETE' });
});

const set = (...faults: Fault[]) => service.api('PUT', '/api/lists/default/faults', faults);

const send = async (from = 'a@acme.test', to = 'r@receiver.test'): Promise<Received> => {
  const session = await service.session(user);
  return session.send({ from, to, message: mail(from) });
};

const greylisted = { code: 451, enhanced: '4.7.1', text: 'greylisted' };

test.each(['mail', 'rcpt', 'data'] as const)(
  'a fault at %s refuses what the policy lets through, as often as it says, and its decision says so',
  async (stage) => {
    await set({ when: { stage }, then: greylisted, times: 1 });
    const reply = await send();
    expect(reply).toMatchObject({ code: 451, enhanced: '4.7.1', rule: 'fault.injected' });
    expect(await service.api('GET', `/api/decisions/${reply.decisionId}`)).toMatchObject({
      action: 'defer',
      rule: 'fault.injected',
      advice: expect.stringContaining('on purpose'),
    });
    expect(await send()).toMatchObject({ code: 250 });
  },
);

test('a message that a fault refused keeps its header block with the decision', async () => {
  await set({ when: { stage: 'data' }, then: greylisted });
  const { decisionId } = await send();
  expect(await service.api('GET', `/api/decisions/${decisionId}`)).toMatchObject({
    header: expect.stringContaining('From: a@acme.test'),
  });
});

test.each(['mail', 'rcpt', 'data'] as const)('a fault at %s may drop the connection', async (stage) => {
  const before = await service.subjects();
  await set({ when: { stage }, then: { disconnect: true } });
  await expect(send()).rejects.toThrow('closed the connection without a reply');
  expect(await service.subjects()).toEqual(before);
});

test('a fault at auth refuses a right login only: a wrong one is refused as ever', async () => {
  await set({ when: { stage: 'auth', user: user.username.toUpperCase() }, then: greylisted });
  const session = await service.session();
  expect(await session.authPlain(user.username, 'wrong')).toMatchObject({ rule: 'auth.credentials' });
  expect(await session.authPlain(user.username, user.password)).toMatchObject({ rule: 'fault.injected' });
  expect(await session.command('MAIL FROM:<a@acme.test>')).toMatchObject({ rule: 'auth.required' });
});

test('a fault never stands in for a refusal of the policy, and is not used up by it', async () => {
  await set({ when: { stage: 'mail' }, then: greylisted, times: 1 });
  expect(await send('a@evil.test')).toMatchObject({ code: 550, rule: 'sender.authorized' });
});

test('a fault at connect meets the greeting', async () => {
  await set({ when: { stage: 'connect', matches: '^127\\.' }, then: greylisted, times: 1 });
  const { greeting, closed } = await dial({ port: service.port });
  expect(greeting).toMatchObject({ code: 451, rule: 'fault.injected' });
  await closed;
  expect((await dial({ port: service.port })).greeting).toMatchObject({ code: 220 });
});

test('a fault meets whom it is for: the recipient that it matches', async () => {
  await set({ when: { stage: 'rcpt', matches: '^bounce@' }, then: greylisted });
  expect(await send('a@acme.test', 'bounce@receiver.test')).toMatchObject({ rule: 'fault.injected' });
  expect(await send()).toMatchObject({ code: 250 });
});

test('a fault of one list leaves another alone', async () => {
  await service.api('POST', '/api/lists', { id: 'other', name: 'Other' });
  await service.api('PUT', '/api/lists/other/faults', [{ when: { stage: 'mail' }, then: greylisted }]);
  expect(await send()).toMatchObject({ code: 250 });
});

test('MailHog’s Jim refuses senders over SMTP as MailHog does, and stops when he is switched off', async () => {
  const jim = { DisconnectChance: 0, AcceptChance: 1, LinkSpeedAffect: 0, RejectSenderChance: 1 };
  const body = JSON.stringify({ ...jim, RejectRecipientChance: 0, RejectAuthChance: 0 });
  await fetch(`${service.url}/api/v2/jim`, { method: 'POST', body });
  expect(await send()).toMatchObject({ code: 550, rule: 'fault.injected' });
  await fetch(`${service.url}/api/v2/jim`, { method: 'DELETE' });
  expect(await send()).toMatchObject({ code: 250 });
});
