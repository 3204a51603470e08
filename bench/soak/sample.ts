/** What a running service holds at one moment: memory, files, sessions, and its store on the disk (Linux; proc(5)). */

import { readdir, readFile, stat } from 'node:fs/promises';

export type Sample = {
  /** Since the first one. */
  second: number;
  acknowledged: number;
  residentMb: number;
  heapMb: number;
  files: number;
  sessions: number;
  /** Messages in the store. */
  stored: number;
  databaseMb: number;
  logMb: number;
};

export type Observed = { pid: number; url: string; path: string };

export const takeSample = async ({
  pid,
  url,
  path,
}: Observed): Promise<Omit<Sample, 'second' | 'acknowledged'>> => {
  const [status, files, metrics, stored] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
    textOf(`${url}/metrics`),
    storedIn(url),
  ]);
  const metric = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
  return {
    residentMb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024,
    heapMb: metric('nodejs_heap_size_used_bytes') / MB,
    files: files.length,
    sessions: metric('smtp_plus_sessions_open'),
    stored,
    databaseMb: await sizeOf(path),
    logMb: await sizeOf(`${path}-wal`),
  };
};

/** As the service counts it, since its start. */
export const acceptedBy = async (url: string): Promise<number> =>
  Number(/^smtp_plus_messages_accepted_total (\d+)$/m.exec(await textOf(`${url}/metrics`))?.[1]);

const MB = 1024 * 1024;

const textOf = async (address: string): Promise<string> => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.text();
};

/** MailHog's view counts: `total` of the whole store. */
const storedIn = async (url: string): Promise<number> =>
  (JSON.parse(await textOf(`${url}/api/v2/messages?limit=1`)) as { total: number }).total;

const sizeOf = async (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size / MB,
    () => 0,
  );
