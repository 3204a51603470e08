/** Submits a mail through the service's own SMTP, as any mail client would: on a socket, with a login. */

import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { FormMail } from '../model/online-form/back-end.ts';
import { defect, ok, type Result } from '../model/result.ts';

export type Login = { username: string; password: string };

/** What the server said last, as it said it. */
export type Submitted = { accepted: boolean; reply: string };

/** A refusal is a value. Fails with code `submission-failed` where no reply came. */
export type Submit = (mail: FormMail, login: Login) => Promise<Result<Submitted>>;

export type SubmitParts = {
  /** The one that the service listens on. */
  host: string;
  port: number;
  /** What the client says in EHLO; the name of the online form if left out. */
  name?: string | undefined;
  /** What has to be said before anything else by who comes from this address, as behind a balancer; null for nothing. */
  firstWords?: ((address: string) => Uint8Array | null) | undefined;
};

export const createSubmit =
  ({ host, port, name = 'online-form.test', firstWords = () => null }: SubmitParts): Submit =>
  async (mail, { username, password }) => {
    const transport = createTransport({
      host: reachable(host),
      port,
      name,
      secure: false,
      // The certificate is the service's own, and the way never leaves this machine.
      tls: { rejectUnauthorized: false },
      auth: { user: username, pass: password },
      getSocket: (_, opened) =>
        void openSocket(reachable(host), port, firstWords).then(
          (connection) => opened(null, { connection }),
          (error: Error) => opened(error),
        ),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 60_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      const { response } = await transport.sendMail({ ...mail, headers: { ...mail.headers } });
      return ok({ accepted: true, reply: response });
    } catch (error) {
      const { response, message } = error as Error & { response?: unknown };
      if (typeof response === 'string' && response !== '') return ok({ accepted: false, reply: response });
      return defect(
        'submission-failed',
        `no reply came from ${host}:${port}: ${message}; see the session for how far it went`,
      );
    } finally {
      transport.close();
    }
  };

const openSocket = (
  host: string,
  port: number,
  firstWords: (address: string) => Uint8Array | null,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, host);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      const words = firstWords(socket.localAddress ?? '');
      if (words) socket.write(words);
      resolve(socket);
    });
  });

/** Where one listens on every address, one's own is among them. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
};
