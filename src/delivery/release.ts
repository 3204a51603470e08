/** Releases a stored message to a server that the caller names, the bytes as they are. */

import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { formatAddress, parseAddress } from '../model/address.ts';
import type { Message } from '../model/message.ts';
import { defect, ok, type Result } from '../model/result.ts';
import type { Store } from '../store/store.ts';

export type ReleaseTarget = {
  host: string;
  port: number;
  to: string;
  auth?: { username: string; password: string; mechanism: 'PLAIN' | 'CRAMMD5' } | undefined;
  /** `offered` if left out: STARTTLS where the server has it. The others take nothing but TLS to a name that is proved. */
  tls?: 'offered' | 'required' | 'implicit' | undefined;
};

/** Fails with code `release-failed` (what the server or the network said), `no-message`, or a code of `parseAddress`. */
export type Release = (message: Message, target: ReleaseTarget) => Promise<Result<void>>;

/** The envelope comes from `nobody@host`, as MailHog's. */
export const createRelease =
  ({ store, host }: { store: Pick<Store, 'content'>; host: string }): Release =>
  async (message, target) => {
    // Read strictly: nodemailer would take a list of addresses, and more, out of this one text.
    const to = parseAddress(target.to, { literal: true });
    if (!to.ok) return to;
    const content = await store.content(message.id);
    if (!content) return defect('no-message', `message "${message.id}" is gone`);
    const transport = createTransport({ ...connection(target), name: host });
    try {
      await transport.sendMail({
        envelope: { from: `nobody@${host}`, to: [formatAddress(to.value)] },
        raw: Readable.from(content),
      });
      return ok(undefined);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return defect(
        'release-failed',
        `message "${message.id}" could not be released to ${target.to} through ${target.host}:${target.port}: ${why}`,
      );
    } finally {
      transport.close();
    }
  };

/**
 * STARTTLS is taken where it is offered, unless more is asked for. Without a login any certificate will do then, since
 * plain text would do as well; a login goes only to a server that proves its name, unless it is on this machine.
 */
const connection = ({ host, port, auth, tls = 'offered' }: ReleaseTarget) => {
  const careful = tls !== 'offered' || (auth !== undefined && !LOOPBACK.test(host));
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: careful,
    tls: { rejectUnauthorized: careful },
    ...(auth && {
      auth: { user: auth.username, pass: auth.password },
      authMethod: auth.mechanism === 'CRAMMD5' ? 'CRAM-MD5' : 'PLAIN',
    }),
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/i;
