import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { SmtpHop } from '../model/next-hop.ts';
import { createSmtpTransport } from './smtp-transport.ts';

describe('encryption', () => {
  it('is taken where it is offered, whoever signed the certificate', async () => {
    const { port } = await tlsServer();
    expect(await sendTo(port, 'offered')).toMatchObject({ tls: 'TLSv1.3', reached: true });
    expect(await sendTo(port, 'never')).toMatchObject({ tls: null, reached: true });
  });

  it('names what is wrong with the certificate where one that proves the name is required', async () => {
    const { port } = await tlsServer();
    const sent = await sendTo(port, 'required');
    expect(sent).toMatchObject({ reached: false, tls: null });
    expect(sent.reply).toMatch(/certificate of the next hop was not accepted: self-signed certificate/);
    expect(sent.reply).toContain('NODE_EXTRA_CA_CERTS');
    expect(await sendTo(port, 'unverified')).toMatchObject({ tls: 'TLSv1.3', reached: true });
  });

  it('is missed where it is required and not offered', async () => {
    const { port } = await tlsServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] });
    expect(await sendTo(port, 'required')).toMatchObject({ reached: false });
    expect(await sendTo(port, 'unverified')).toMatchObject({ reached: false });
  });

  it('may begin with the connection', async () => {
    const { port } = await tlsServer({ secure: true });
    expect(await sendTo(port, 'unverified', true)).toMatchObject({ tls: 'TLSv1.3', reached: true });
    expect((await sendTo(port, 'required', true)).reply).toContain('self-signed');
  });

  it('is proved where the certificate is of an authority that this machine trusts, and names the next hop', async () => {
    const trusted = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(trusted));
    const { port, cert } = await tlsServer();
    setDefaultCACertificates([...trusted, cert]);
    expect(await sendTo(port, 'required', false, 'localhost')).toMatchObject({
      tls: 'TLSv1.3',
      reached: true,
    });
    const other = await sendTo(port, 'required');
    expect(other).toMatchObject({ reached: false });
    expect(other.reply).toMatch(/certificate of the next hop was not accepted: .*127\.0\.0\.1/);
  });
});

const sendTo = async (port: number, tls: SmtpHop['tls'], implicitTls = false, host = '127.0.0.1') => {
  const hop = { host, port, implicitTls, tls, auth: null, connections: 1 };
  const transport = createSmtpTransport({
    hop,
    name: 'plus.test',
    timeouts: { setUp: 30_000, silence: 30_000, whole: 30_000 },
  });
  onTestFinished(() => transport.close());
  const bytes = Buffer.from('Subject: x\r\n\r\nhello\r\n');
  async function* content(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  return transport.send({
    mailFrom: 'me@plus.test',
    recipients: ['a@one.test'],
    size: bytes.length,
    utf8Header: false,
    content: content(),
  });
};

const tlsServer = async (options: SMTPServerOptions = {}): Promise<{ port: number; cert: string }> => {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  const server = new SMTPServer({
    cert: made.cert,
    key: made.private,
    authOptional: true,
    disabledCommands: ['AUTH'],
    onData: (stream, _, done) => stream.on('end', done).resume(),
    ...options,
  });
  server.on('error', () => undefined);
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  return { port: (server.server.address() as AddressInfo).port, cert: made.cert };
};
