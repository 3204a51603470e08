/** A whole service for one test file, in this process, on free ports and a store of its own. */

import type { Config } from '../src/config.ts';
import { dial, type Dialogue } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { activeUser, call, type Provisioned, type Wanted } from '../harness/provision.ts';
import { startService, type Service, type Surroundings } from '../src/service.ts';

export type TestService = Service & {
  port: number;
  /** The API: JSON in and out, throws on any status but 2xx. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  user(wanted?: Wanted): Promise<Provisioned>;
  /** A session that has said EHLO, and has logged in where a user is given. */
  session(user?: Pick<Provisioned, 'username' | 'password'>, localAddress?: string): Promise<Dialogue>;
  /** Subjects of the messages that users sent to the list, newest first. */
  subjects(list?: string): Promise<string[]>;
  [Symbol.asyncDispose](): Promise<void>;
};

export const startTestService = async (
  wanted: Partial<Config> & { portCount?: number } = {},
  around: Surroundings = {},
): Promise<TestService> => {
  const { portCount = 1, ...config } = wanted;
  const ports = await freePorts(portCount);
  const service = await startService(
    {
      host: '127.0.0.1',
      ports: ports.map((port) => ({ from: port, to: port })),
      httpPort: 0,
      store: { kind: 'memory' },
      tls: null,
      nextHop: { kind: 'inbox' },
      requireTls: false,
      testClock: false,
      adminPassword: null,
      ...config,
    },
    around,
  );
  const [port = 0] = service.listening;
  const api = (method: string, path: string, body?: unknown): Promise<unknown> =>
    call(service.url, method, path, body);
  return {
    ...service,
    port,
    api,
    user: (user = {}) => activeUser(service.url, { authorizedDomains: 'acme.test', ...user }),
    async session(user, localAddress) {
      const dialogue = await dial({ port, ...(localAddress === undefined ? {} : { localAddress }) });
      await dialogue.ehlo();
      if (user) {
        const reply = await dialogue.authPlain(user.username, user.password);
        if (reply.code !== 235) throw new Error(`login refused: ${reply.lines.join('\n')}`);
      }
      return dialogue;
    },
    async subjects(list = 'default') {
      const { items } = (await api('GET', `/api/messages?list=${list}`)) as {
        items: { kind: string; subject: string }[];
      };
      return items.filter(({ kind }) => kind === 'relay').map(({ subject }) => subject);
    },
    [Symbol.asyncDispose]: () => service.stop(500),
  };
};

/** A plain message. */
export const mail = (from: string, more = '', body = 'hello'): string =>
  `From: ${from}\r\nTo: rcpt@receiver.test\r\nSubject: test\r\n${more}\r\n${body}\r\n`;
