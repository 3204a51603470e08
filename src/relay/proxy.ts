/** Takes connections from a balancer that says by the PROXY protocol whom it speaks for, and from named addresses only. */

import { BlockList, isIPv6, type Socket } from 'node:net';

import { LOCAL_HEADER, readProxyHeader } from './proxy-header.ts';

/** Where the client is, where that is not the other end of the socket. */
export type Client = { remoteAddress: string; remotePort: number };

export type Accept = (socket: Socket, client?: Client) => void;

/**
 * From the named addresses and networks (`10.0.0.7`, `10.0.0.0/8`, `fd00::/8`) a header must come first, else the
 * connection is closed without a word. From all others none is taken: there its bytes are a client's own.
 */
export const acceptProxied = (from: readonly string[], accept: Accept): Accept => {
  if (from.length === 0) return accept;
  const isNamed = naming(from);
  return (socket) => {
    if (isNamed(socket.remoteAddress ?? '')) readHeader(socket, accept);
    else accept(socket);
  };
};

/** What a client of the service's own says first from this address: that it speaks for itself, where a header is due. */
export const ownHeader = (from: readonly string[]): ((address: string) => Buffer | null) => {
  const isNamed = naming(from);
  return (address) => (isNamed(address) ? LOCAL_HEADER : null);
};

const naming = (from: readonly string[]): ((address: string) => boolean) => {
  const list = blockList(from);
  return (address) => {
    const plain = address.replace(/^::ffff:/, '');
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
};

const blockList = (from: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const one of from) {
    const [address = '', bits] = one.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
};

const readHeader = (socket: Socket, accept: Accept): void => {
  let read = Buffer.alloc(0);
  const giveUp = (): void => void socket.destroy();
  const timer = setTimeout(giveUp, PATIENCE_MS);
  timer.unref();
  const done = (): void => {
    clearTimeout(timer);
    socket.off('readable', look).off('end', giveUp).off('close', done).off('error', ignore);
  };
  const look = (): void => {
    for (let chunk: unknown; (chunk = socket.read()) instanceof Buffer;) read = Buffer.concat([read, chunk]);
    const header = readProxyHeader(read);
    if (!header.ok) return giveUp();
    if (header.value === null) return;
    done();
    const { length, client } = header.value;
    if (read.length > length) socket.unshift(read.subarray(length));
    accept(socket, client ? { remoteAddress: client.address, remotePort: client.port } : undefined);
  };
  socket.on('readable', look).on('end', giveUp).on('close', done).on('error', ignore);
};

const ignore = (): void => undefined;

/** A balancer says it with the first packet. */
const PATIENCE_MS = 10_000;
