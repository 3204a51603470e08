/** Reads a ZIP file (APPNOTE.TXT 6.3): as much as a trace of Playwright's needs. */

import { inflateRawSync } from 'node:zlib';

export const unzip = (zip: Buffer): { name: string; text: string }[] => {
  const end = zip.lastIndexOf(END);
  const count = zip.readUInt16LE(end + 10);
  const entries: { name: string; text: string }[] = [];
  for (let at = zip.readUInt32LE(end + 16), i = 0; i < count; i++) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, text: (method === 0 ? data : inflateRawSync(data)).toString('utf8') });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
};

const END = Buffer.from('PK\x05\x06', 'latin1');
