/** Ports that SMTP+ may serve and that are free on this machine, found by asking the system. */

import { createServer } from 'node:net';

/** `count` different ports of 1025-5000 on `host`; they were free a moment ago. */
export const freePorts = async (count: number, host = '127.0.0.1'): Promise<number[]> => {
  const found: number[] = [];
  let port = 1025 + Math.floor(Math.random() * RANGE);
  for (let tried = 0; tried < RANGE && found.length < count; tried++) {
    if (await isFree(port, host)) found.push(port);
    port = port === 5000 ? 1025 : port + 1;
  }
  if (found.length < count)
    throw new Error(`only ${found.length} of ${count} ports of 1025-5000 are free on ${host}`);
  return found;
};

const RANGE = 5000 - 1025 + 1;

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
