/** The protocol server: `smtp-server` without a listener of its own, its clients hurried and its end graceful. */

import type { Socket } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';

import type { Reply } from '../model/decision.ts';
import { RelayServer, type RelayConnection } from './connection.ts';
import type { ConnectionView, Handlers, Patience } from './handlers.ts';
import type { Client } from './proxy.ts';

/** A protocol server without a listener of its own: hand it sockets by `connect`. `full` hears of each client that is one too many. */
export const createProtocol = (
  options: SMTPServerOptions,
  patience: Patience,
  handlersFor: (connection: ConnectionView) => Handlers,
  reportBug: (error: unknown) => void,
  full: () => void = () => undefined,
): Protocol => {
  const server = new RelayServer(options, handlersFor, (error) => {
    reportBug(error);
    return BUG;
  });
  // What one connection suffers (reset by the peer, failed handshakes) must not end the service.
  server.on('error', () => undefined);
  const sweep = setInterval(
    () => {
      for (const connection of server.connections) (connection as RelayConnection).hurry(patience);
    },
    Math.min(patience.command, patience.message, 5000),
  );
  sweep.unref();
  return {
    connect(socket, client) {
      if (server.connections.size >= (options.maxClients ?? Infinity)) full();
      server.connect(socket, client);
    },
    connections: () => server.connections.size,
    stop: (graceMs) => stop(server, graceMs).finally(() => clearInterval(sweep)),
  };
};

export type Protocol = {
  /** `client` where that is not the other end of the socket. */
  connect(socket: Socket, client?: Client): void;
  connections(): number;
  /** Sends 421 to whoever is idle, lets messages that are under way end within `graceMs`, then drops what is left. */
  stop(graceMs: number): Promise<void>;
};

const stop = async (server: RelayServer, graceMs: number): Promise<void> => {
  const deadline = performance.now() + graceMs;
  server.stopping = true;
  const endIdle = (): void => {
    for (const connection of server.connections) (connection as RelayConnection).shutDown(false);
  };
  endIdle();
  while (server.connections.size > 0 && performance.now() < deadline) {
    await new Promise((next) => setTimeout(next, 20));
    // Whose message has ended meanwhile is idle now, and need not be waited for.
    endIdle();
  }
  for (const connection of server.connections) (connection as RelayConnection).shutDown(true);
};

const BUG: Reply = { code: 451, enhanced: '4.3.0', text: 'Local error in processing, try again later' };
