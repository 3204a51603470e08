/** Thousands of listening sockets that hand what they accept to one protocol server. */

import { createServer, type Server, type Socket } from 'node:net';

export type Listeners = {
  listening: number[];
  /** Ports that could not be bound, with the reason in words. */
  unavailable: { port: number; why: string }[];
  /** How many connections are open, sessions or not yet. */
  open(): number;
  /** Accepts nothing more; open connections stay. */
  close(): void;
  /** Ends the connections that are left, once what was written to them is on its way. */
  drop(): void;
};

/**
 * Binds every port at once; resolves when each of them listens or has failed. Rejects never. `failed` is told where the
 * system could not hand a connection over.
 */
export const listen = async (
  host: string,
  ports: readonly number[],
  accept: (socket: Socket) => void,
  failed: (words: string) => void = () => undefined,
): Promise<Listeners> => {
  const open = new Set<Socket>();
  const take = (socket: Socket): void => {
    open.add(socket);
    onClose(socket, () => open.delete(socket));
    accept(socket);
  };
  const bound = await Promise.all(ports.map((port) => bind(host, port, take, failed)));
  const servers = bound.filter((result) => result.server !== null);
  return {
    listening: servers.map(({ port }) => port),
    unavailable: bound.flatMap(({ port, why }) => (why === null ? [] : [{ port, why }])),
    open: () => open.size,
    close() {
      for (const { server } of servers) server.close();
    },
    drop() {
      for (const socket of open) socket.destroySoon();
    },
  };
};

/** STARTTLS takes all listeners off the socket (smtp-server's `upgrade`), and its end is to be heard of all the same. */
const onClose = (socket: Socket, closed: () => void): void => {
  socket.once('close', closed);
  socket.on('removeListener', (_event, listener) => {
    if (listener !== closed || socket.closed) return;
    // Once all are off.
    process.nextTick(onClose, socket, closed);
  });
};

type Bound = { port: number; server: Server; why: null } | { port: number; server: null; why: string };

const bind = (
  host: string,
  port: number,
  accept: (socket: Socket) => void,
  failed: (words: string) => void,
): Promise<Bound> =>
  new Promise((resolve) => {
    // Connections that come before the protocol server is told of them wait in the socket's own buffer.
    const server = createServer({ noDelay: true }, accept);
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ port, server: null, why: words(error) }),
    );
    server.listen({ host, port, backlog: BACKLOG, exclusive: true }, () => {
      server.removeAllListeners('error');
      // An accept that fails for want of descriptors is tried again by the system's queue; it must not end the service.
      server.on('error', (error) => failed(words(error)));
      resolve({ port, server, why: null });
    });
  });

const BACKLOG = 511;

export const TOO_MANY_FILES = 'too many open files: raise the limit (ulimit -n)';

const words = (error: NodeJS.ErrnoException): string => WORDS[error.code ?? ''] ?? error.message;

const WORDS: Record<string, string> = {
  EADDRINUSE: 'in use by another program',
  EACCES: 'not permitted: ports below 1024 need the right to bind them',
  EADDRNOTAVAIL: 'the host is not an address of this machine',
  EMFILE: TOO_MANY_FILES,
};
