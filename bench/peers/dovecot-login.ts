/** What Postfix asks about logins: as much of Dovecot's authentication service as it needs (its protocol version 1.1), for one user. */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export type LoginService = { close(): Promise<void> };

/** Listens on the socket at `path`, and lets any user of this machine ask. */
export const startDovecotLogin = async (
  path: string,
  { username, password }: { username: string; password: string },
): Promise<LoginService> => {
  const open = new Set<Socket>();
  const right = Buffer.from(`\0${username}\0${password}`).toString('base64');
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    const hello = ['VERSION\t1\t1', 'MECH\tPLAIN\tplaintext', `SPID\t${process.pid}`, 'CUID\t1'];
    socket.write(`${[...hello, `COOKIE\t${randomBytes(16).toString('hex')}`, 'DONE'].join('\n')}\n`);
    createInterface({ input: socket }).on('line', (line) => {
      const [command, id, ...fields] = line.split('\t');
      if (command !== 'AUTH') return;
      // The response is the last field, since it may hold anything.
      const known = fields.at(-1) === `resp=${right}`;
      socket.write(known ? `OK\t${id}\tuser=${username}\n` : `FAIL\t${id}\n`);
    });
  });
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o666);
  return {
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};
