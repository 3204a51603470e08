import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proxyHeader } from './proxy.test-data.ts';
import { readProxyHeader } from './proxy-header.ts';

const CLIENT = { address: '192.0.2.7', port: 40_000 };

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:0:0:0:0:7', '2001:db8::7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
])('reads the client %s as %s, with its port', (address, read) => {
  const header = proxyHeader({ address, port: 40_000 });
  expect(readProxyHeader(header)).toEqual({
    ok: true,
    value: { length: header.length, client: { address: read, port: 40_000 } },
  });
});

test('tells where the header ends, whatever further fields it has and whatever follows', () => {
  const header = proxyHeader(CLIENT, { more: Buffer.from([4, 0, 2, 7, 7]) });
  const read = readProxyHeader(Buffer.concat([header, Buffer.from('EHLO x\r\n')]));
  expect(read).toMatchObject({ value: { length: header.length, client: CLIENT } });
});

test('takes a proxy that speaks for itself, or for an unknown address, for the client', () => {
  for (const change of [{ command: 0 }, { kind: 0 }])
    expect(readProxyHeader(proxyHeader(CLIENT, change))).toMatchObject({ ok: true, value: { client: null } });
});

test('waits while the header is not whole', () => {
  const header = proxyHeader(CLIENT);
  for (let length = 0; length < header.length; length++)
    expect(readProxyHeader(header.subarray(0, length))).toEqual({ ok: true, value: null });
});

test.each([
  ['PROXY TCP4 192.0.2.7 192.0.2.1 40000 25\r\n', 'no-header'],
  ['EHLO x\r\n', 'no-header'],
  [proxyHeader(CLIENT, { version: 1 }), 'version'],
  [proxyHeader(CLIENT, { command: 2 }), 'command'],
  [proxyHeader(CLIENT, { kind: 0x12 }), 'family'],
  [proxyHeader(CLIENT, { kind: 0x31 }), 'family'],
  [proxyHeader(CLIENT, { kind: 0x21 }), 'too-short'],
  [proxyHeader(CLIENT, { more: Buffer.alloc(4096) }), 'too-long'],
])('refuses what is no honest header: %j', (bytes, code) => {
  expect(readProxyHeader(Buffer.from(bytes))).toMatchObject({ ok: false, error: { code } });
});

test('never fails, and reads a header the same however it is cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (noise, begins) => {
      const bytes = begins ? Buffer.concat([proxyHeader(CLIENT).subarray(0, 12), noise]) : Buffer.from(noise);
      const whole = readProxyHeader(bytes);
      for (let length = 0; length < bytes.length; length++) {
        const part = readProxyHeader(bytes.subarray(0, length));
        if (part.ok && part.value !== null) expect(part).toEqual(whole);
      }
    }),
  );
});
