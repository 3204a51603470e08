/** Certificate and key for STARTTLS: those given, or a pair of our own made at first start and kept beside the store. */

import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defect, ok, type Result } from '../model/result.ts';

/** PEM texts. */
export type TlsMaterial = { cert: string; key: string };

/** Reads the files given, and checks that they belong together. */
export const readTlsMaterial = async (certPath: string, keyPath: string): Promise<Result<TlsMaterial>> => {
  const files = [
    { flag: '--tls-cert', path: certPath },
    { flag: '--tls-key', path: keyPath },
  ];
  const texts: string[] = [];
  for (const { flag, path } of files) {
    try {
      texts.push(await readFile(path, 'utf8'));
    } catch (error) {
      return defect('tls-unreadable', `${flag} "${path}" cannot be read: ${(error as Error).message}`);
    }
  }
  const [cert = '', key = ''] = texts;
  return matching(cert, key)
    ? ok({ cert, key })
    : defect(
        'tls-mismatch',
        `--tls-cert "${certPath}" and --tls-key "${keyPath}" are not a PEM certificate and its own key: give the two files of one pair`,
      );
};

/** The pair kept in `folder`; made anew where there is none, it is damaged or it ends within a week. */
export const ownTlsMaterial = async (folder: string, host: string, now: number): Promise<TlsMaterial> => {
  const [certPath, keyPath] = [join(folder, 'smtp-plus-cert.pem'), join(folder, 'smtp-plus-key.pem')];
  const kept = await Promise.all([readFile(certPath, 'utf8'), readFile(keyPath, 'utf8')]).catch(() => null);
  if (kept && matching(...kept) && Date.parse(new X509Certificate(kept[0]).validTo) > now + WEEK)
    return { cert: kept[0], key: kept[1] };
  const made = await makeTlsMaterial(host, now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(keyPath, made.key, { mode: 0o600 });
  await writeFile(certPath, made.cert);
  return made;
};

/** A self-signed P-256 pair for `host` and the loopback names, good for 397 days. */
export const makeTlsMaterial = async (host: string, now: number): Promise<TlsMaterial> => {
  // Only here: the start of one who has a certificate would take a quarter longer.
  const { generate } = await import('selfsigned');
  const names = [...new Set([host, 'localhost'])].map((value) => ({ type: 2 as const, value }));
  const loopback = ['127.0.0.1', '::1'].map((ip) => ({ type: 7 as const, ip }));
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now + 397 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...names, ...loopback] },
    ],
  });
  return { cert: made.cert, key: made.private };
};

/** By what a person knows a certificate again: its SHA-256, as bytes in hexadecimal between colons; `validTo` in ms since 1970. */
export const describeCertificate = ({ cert }: TlsMaterial): { fingerprint256: string; validTo: number } => {
  const { fingerprint256, validTo } = new X509Certificate(cert);
  return { fingerprint256, validTo: Date.parse(validTo) };
};

const DAY = 24 * 60 * 60 * 1000;
const WEEK = 7 * DAY;

const matching = (cert: string, key: string): boolean => {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
};
