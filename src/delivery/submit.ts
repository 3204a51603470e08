/** Submits a mail through the service's own SMTP, as any mail client would: on a socket, with a login. */

import { createTransport } from 'nodemailer';
import type { FormMail } from '../model/online-form/back-end.ts';
import { defect, ok, type Result } from '../model/result.ts';

export type Login = { username: string; password: string };

/** What the server said last, as it said it. */
export type Submitted = { accepted: boolean; reply: string };

/** A refusal is a value. Fails with code `submission-failed` where no reply came. */
export type Submit = (mail: FormMail, login: Login) => Promise<Result<Submitted>>;

/** `host` is the one that the service listens on; `name` is what the client says in EHLO. */
export const createSubmit =
  ({ host, port, name }: { host: string; port: number; name: string }): Submit =>
  async (mail, { username, password }) => {
    const transport = createTransport({
      host: reachable(host),
      port,
      name,
      secure: false,
      // The certificate is the service's own, and the way never leaves this machine.
      tls: { rejectUnauthorized: false },
      auth: { user: username, pass: password },
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

/** Where one listens on every address, one's own is among them. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
};
