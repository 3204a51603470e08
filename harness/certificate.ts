/** A certificate as an admin gives one: for a name, from an authority that the client trusts. */

import type { WorkerFixture } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type GivenCertificate = {
  /** Paths of PEM files, for `--tls-cert` and `--tls-key`. */
  cert: string;
  key: string;
  /** The certificate of who issued it, in PEM. */
  authority: string;
};

/** What a client makes of the server's certificate: it knows one authority, and the name that it calls. */
export type Trust = { authority: string; name: string };

/** `test.use({ certificate: givenCertificate('mail.shop.test') })`: made for the worker's service, gone with it. */
export const givenCertificate =
  (name: string): WorkerFixture<GivenCertificate, object> =>
  async ({}, use) => {
    // Only here: few scenarios want it, and every worker would wait for it.
    const { generate } = await import('selfsigned');
    const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-certificate-'));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const authority = await generate([{ name: 'commonName', value: 'Authority of the scenario' }], {
      ...EC,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    });
    const issued = await generate([{ name: 'commonName', value: name }], {
      ...EC,
      ca: { key: authority.private, cert: authority.cert },
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
      ],
    });
    await writeFile(cert, issued.cert);
    await writeFile(key, issued.private, { mode: 0o600 });
    await use({ cert, key, authority: authority.cert });
    await rm(folder, { recursive: true, force: true });
  };

const EC = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;
