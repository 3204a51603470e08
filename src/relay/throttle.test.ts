import { expect, test } from 'vitest';
import { createTestClock } from '../model/clock.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createThrottle } from './throttle.ts';

const start = () => {
  const clock = createTestClock({ now: () => 1_000_000 });
  const { failures } = createMemoryStore();
  const throttle = createThrottle(clock, failures, { perUser: 3, perAddress: 5, windowMs: 60_000 });
  return {
    clock,
    throttle,
    wrong: (address: string, username: string) => throttle.attempt(address, username, false),
    right: (address: string, username: string) => throttle.attempt(address, username, true),
  };
};

test('lets a user fail as often as the limit says, and no more', async () => {
  const { wrong, right } = start();
  for (let i = 0; i < 3; i++) expect(await wrong('127.0.0.1', 'shop')).toBeNull();
  expect(await right('127.0.0.2', 'SHOP')).toContain(
    '3 failed logins for this user name, until 1970-01-01T00:17:40.000Z',
  );
  expect(await right('127.0.0.1', 'other')).toBeNull();
});

test('counts no login with the right password', async () => {
  const { right, wrong } = start();
  for (let i = 0; i < 9; i++) expect(await right('127.0.0.1', 'shop')).toBeNull();
  for (let i = 0; i < 3; i++) expect(await wrong('127.0.0.1', 'shop')).toBeNull();
});

test('counts guesses made at the same time', async () => {
  const { wrong } = start();
  const answers = await Promise.all(Array.from({ length: 9 }, () => wrong('127.0.0.1', 'shop')));
  expect(answers.filter((answer) => answer === null)).toHaveLength(3);
});

test('throttles an address that tries many users', async () => {
  const { wrong, right } = start();
  for (let i = 0; i < 5; i++) await wrong('127.0.0.1', `user${i}`);
  expect(await right('127.0.0.1', 'innocent')).toContain('5 failed logins from 127.0.0.1');
  expect(await right('127.0.0.2', 'innocent')).toBeNull();
});

test('frees the user once the window has passed', async () => {
  const { clock, wrong, right } = start();
  for (let i = 0; i < 3; i++) await wrong('127.0.0.1', 'shop');
  clock.advance(59_999);
  expect(await right('127.0.0.1', 'shop')).not.toBeNull();
  clock.advance(1);
  expect(await right('127.0.0.1', 'shop')).toBeNull();
});

test('forgives the user, not the address', async () => {
  const { throttle, wrong, right } = start();
  for (const name of ['shop', 'shop', 'shop', 'one', 'two']) await wrong('127.0.0.1', name);
  await throttle.forgive('shop');
  expect(await right('127.0.0.1', 'shop')).toContain('from 127.0.0.1');
  expect(await right('127.0.0.9', 'shop')).toBeNull();
});
