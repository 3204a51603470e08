/** The header of the PROXY protocol, version 2 (haproxy.org, proxy-protocol.txt section 2.2), read strictly. */

import { defect, ok, type Result } from '../model/result.ts';

export type ProxyHeader = {
  /** Bytes of the header; what follows is the client's. */
  length: number;
  /** Whom the proxy speaks for; null where it speaks for itself, as in a health check. */
  client: { address: string; port: number } | null;
};

/** Null while there are too few bytes to tell. */
export const readProxyHeader = (bytes: Buffer): Result<ProxyHeader | null> => {
  const start = bytes.subarray(0, SIGNATURE.length);
  if (!start.equals(SIGNATURE.subarray(0, start.length)))
    return defect('no-header', 'the connection does not begin with a PROXY header of version 2');
  if (bytes.length < FIXED) return ok(null);
  const [versionAndCommand, kind, size] = [bytes.readUInt8(12), bytes.readUInt8(13), bytes.readUInt16BE(14)];
  if (versionAndCommand >> 4 !== VERSION) return defect('version', 'the PROXY header is not of version 2');
  const command = versionAndCommand & 15;
  if (command > PROXY) return defect('command', `the PROXY header has the unknown command ${command}`);
  if (size > MOST) return defect('too-long', `the PROXY header has ${size} bytes, more than ${MOST}`);
  if (bytes.length < FIXED + size) return ok(null);
  const length = FIXED + size;
  // Spoken for itself, or for one whose address it does not know: the addresses are to be skipped.
  if (command === LOCAL || kind === UNSPECIFIED) return ok({ length, client: null });
  const addressSize = ADDRESS_SIZES.get(kind);
  if (addressSize === undefined)
    return defect('family', 'the PROXY header is of no TCP connection over IPv4 or IPv6');
  if (size < 2 * addressSize + 4) return defect('too-short', 'the PROXY header ends within its addresses');
  const address = bytes.subarray(FIXED, FIXED + addressSize);
  const port = bytes.readUInt16BE(FIXED + 2 * addressSize);
  return ok({ length, client: { address: kind === TCP4 ? ipv4(address) : ipv6(address), port } });
};

const SIGNATURE = Buffer.from([13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10]);
const FIXED = 16;

/** Addresses and what may follow them; more is no honest header. */
const MOST = 4096;

const [VERSION, LOCAL, PROXY] = [2, 0, 1];
const [UNSPECIFIED, TCP4, TCP6] = [0x00, 0x11, 0x21];
const ADDRESS_SIZES = new Map([
  [TCP4, 4],
  [TCP6, 16],
]);

const ipv4 = (bytes: Uint8Array): string => bytes.join('.');

/** As Node writes the addresses of sockets: compressed, and mapped ones as IPv4. */
const ipv6 = (bytes: Buffer): string => {
  if (bytes.subarray(0, 12).equals(MAPPED)) return ipv4(bytes.subarray(12));
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
};

const MAPPED = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]);

/** Of one who speaks for itself: without addresses. */
export const LOCAL_HEADER = Buffer.concat([
  SIGNATURE,
  Buffer.from([(VERSION << 4) | LOCAL, UNSPECIFIED, 0, 0]),
]);
