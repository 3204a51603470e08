/** PROXY headers for the tests, written by the specification and not by our reader. */

import { isIPv4 } from 'node:net';

export const proxyHeader = (
  { address, port }: { address: string; port: number },
  change: { version?: number; command?: number; kind?: number; more?: Buffer } = {},
): Buffer => {
  const ip = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : bytesOf(address);
  const { version = 2, command = 1, kind = isIPv4(address) ? 0x11 : 0x21, more = Buffer.alloc(0) } = change;
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(port, 0);
  ports.writeUInt16BE(25, 2);
  const rest = Buffer.concat([ip, Buffer.alloc(ip.length, 9), ports, more]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(rest.length);
  return Buffer.concat([
    Buffer.from('0d0a0d0a000d0a515549540a', 'hex'),
    Buffer.from([(version << 4) | command, kind]),
    size,
    rest,
  ]);
};

/** Of an IPv6 address: eight groups in hexadecimal, or one that maps IPv4. */
const bytesOf = (address: string): Buffer => {
  const mapped = /^::ffff:(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (mapped) return Buffer.from([...Array<number>(10).fill(0), 255, 255, ...mapped.slice(1).map(Number)]);
  return Buffer.from(
    address
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  );
};
