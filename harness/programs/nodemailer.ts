/** Nodemailer, the mailer of Node. */

import { createTransport } from 'nodemailer';

import type { Program } from './programs.ts';

export const nodemailer: Program = {
  probe: null,
  packages: '',
  async send({ host, port, tls, user, letter }) {
    const transport = createTransport({
      host,
      port,
      secure: false,
      requireTLS: tls,
      ignoreTLS: !tls,
      auth: { user: user.username, pass: user.password },
      tls: { rejectUnauthorized: false },
    });
    try {
      const envelope = { from: letter.from, to: letter.to };
      const { response } = await transport.sendMail({ envelope, raw: Buffer.from(letter.content) });
      return { exitCode: 0, output: response };
    } catch (error) {
      const { response, message } = error as Error & { response?: string };
      return { exitCode: 1, output: response ?? message };
    } finally {
      transport.close();
    }
  },
};
