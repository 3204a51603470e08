import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeCertificate, makeTlsMaterial, ownTlsMaterial, readTlsMaterial } from './tls-material.ts';

const DAY = 24 * 60 * 60 * 1000;
const now = Date.now();
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'smtp-plus-tls-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('makes a pair for the host and the loopback names', async () => {
  const { cert } = await makeTlsMaterial('relay.test', now);
  const { subjectAltName } = new X509Certificate(cert);
  expect(subjectAltName).toBe(
    'DNS:relay.test, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
  );
});

test('a pair is described by its fingerprint and its end, to the second', async () => {
  const made = await makeTlsMaterial('relay.test', now);
  const { fingerprint256, validTo } = describeCertificate(made);
  expect(fingerprint256).toBe(new X509Certificate(made.cert).fingerprint256);
  expect(fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(validTo).toBe(Math.floor((now + 397 * DAY) / 1000) * 1000);
});

test('keeps its pair for the next start, and its key from others', async () => {
  const first = await ownTlsMaterial(folder, 'relay.test', now);
  expect(await ownTlsMaterial(folder, 'relay.test', now)).toEqual(first);
  expect((await stat(join(folder, 'smtp-plus-key.pem'))).mode & 0o777).toBe(0o600);
});

test('makes a new pair where the kept one ends soon or is damaged', async () => {
  const first = await ownTlsMaterial(folder, 'relay.test', now);
  const later = await ownTlsMaterial(folder, 'relay.test', now + 391 * DAY);
  expect(later.cert).not.toBe(first.cert);
  await writeFile(join(folder, 'smtp-plus-cert.pem'), 'damaged');
  const mended = await ownTlsMaterial(folder, 'relay.test', now);
  expect(await readFile(join(folder, 'smtp-plus-cert.pem'), 'utf8')).toBe(mended.cert);
});

test('takes a pair that is given, and names what does not fit', async () => {
  const paths = ['a.pem', 'a.key', 'b.key'].map((name) => join(folder, name)) as [string, string, string];
  const [a, b] = await Promise.all([makeTlsMaterial('a.test', now), makeTlsMaterial('b.test', now)]);
  await Promise.all([writeFile(paths[0], a.cert), writeFile(paths[1], a.key), writeFile(paths[2], b.key)]);
  expect(await readTlsMaterial(paths[0], paths[1])).toEqual({ ok: true, value: a });
  expect(await readTlsMaterial(paths[0], paths[2])).toMatchObject({
    ok: false,
    error: { code: 'tls-mismatch' },
  });
  expect(await readTlsMaterial(paths[0], join(folder, 'none'))).toMatchObject({
    ok: false,
    error: { code: 'tls-unreadable', message: expect.stringContaining('none') },
  });
});
