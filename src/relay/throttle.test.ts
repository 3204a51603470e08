import { expect, test } from 'vitest';
import { createTestClock } from '../model/clock.ts';
import { createThrottle } from './throttle.ts';

const start = () => {
  const clock = createTestClock({ now: () => 1_000_000 });
  return { clock, throttle: createThrottle(clock, { perUser: 3, perAddress: 5, windowMs: 60_000 }) };
};

test('lets a user fail as often as the limit says, and no more', () => {
  const { throttle } = start();
  for (let i = 0; i < 3; i++) {
    expect(throttle.check('127.0.0.1', 'shop')).toBeNull();
    throttle.failed('127.0.0.1', 'shop');
  }
  expect(throttle.check('127.0.0.2', 'SHOP')).toContain(
    '3 failed logins for this user name, until 1970-01-01T00:17:40.000Z',
  );
  expect(throttle.check('127.0.0.1', 'other')).toBeNull();
});

test('throttles an address that tries many users', () => {
  const { throttle } = start();
  for (let i = 0; i < 5; i++) throttle.failed('127.0.0.1', `user${i}`);
  expect(throttle.check('127.0.0.1', 'innocent')).toContain('5 failed logins from 127.0.0.1');
  expect(throttle.check('127.0.0.2', 'innocent')).toBeNull();
});

test('frees the user once the window has passed', () => {
  const { clock, throttle } = start();
  for (let i = 0; i < 3; i++) throttle.failed('127.0.0.1', 'shop');
  clock.advance(59_999);
  expect(throttle.check('127.0.0.1', 'shop')).not.toBeNull();
  clock.advance(1);
  expect(throttle.check('127.0.0.1', 'shop')).toBeNull();
});

test('forgives the user, not the address', () => {
  const { throttle } = start();
  for (let i = 0; i < 5; i++) throttle.failed('127.0.0.1', 'shop');
  throttle.forgive('shop');
  expect(throttle.check('127.0.0.1', 'shop')).toContain('from 127.0.0.1');
  expect(throttle.check('127.0.0.9', 'shop')).toBeNull();
});
