/** A next hop for one test: the mail server that says what the test tells it to, and how it is reached. */

import { onTestFinished } from 'vitest';

import { startMailServer, type MailServer, type Script } from '../../fixtures/next-hop/server.ts';
import type { SmtpHop } from '../model/next-hop.ts';

export type { Script } from '../../fixtures/next-hop/server.ts';

export type TestHop = MailServer & { hop: SmtpHop };

export const startHop = async (script: Script = {}, more: Partial<SmtpHop> = {}): Promise<TestHop> => {
  const server = await startMailServer(script, more.port);
  onTestFinished(() => server.stop());
  const { host, port } = server;
  const hop: SmtpHop = {
    host,
    port,
    implicitTls: false,
    tls: 'offered',
    auth: null,
    connections: 4,
    ...more,
  };
  return Object.assign(server, { hop: { ...hop, port } });
};
