/** A service that scenarios run against: what may be asked of it, and what is known of it. */

import type { Api } from './api.ts';

/** What a scenario file may ask of its service, by `test.use({ testClock: true })` at its top: it then has a worker of its own. */
export type ServiceOptions = {
  store: 'memory:' | 'sqlite:';
  testClock: boolean;
  requireTls: boolean;
  /** On how many ports it listens. */
  portCount: number;
  /** Paths of PEM files; null for the certificate that the service makes. */
  certificate: { cert: string; key: string } | null;
  adminPassword: string | null;
};

export type SmtpPlus = {
  /** Where pages and API are, without a final slash. */
  url: string;
  host: string;
  /** Those that listen. */
  ports: readonly number[];
  /** The first of them. */
  port: number;
  /** HTTP Basic, where an admin password is asked for. */
  credentials: { username: string; password: string } | undefined;
  /** The API outside of any test: its calls are no steps. */
  api: Api;
  /** Locks the SQLite file as another program might, until what it answers is called. Needs `test.use({ store: 'sqlite:' })`. */
  lockStore(): () => void;
  /** Why a test with these options cannot run here; null where it can. */
  unfit: string | null;
  /** What the service logged since it was last asked: bugs, each one. */
  takeComplaints(): string[];
  stop(): Promise<void>;
};

export const DEFAULTS: ServiceOptions = {
  store: 'memory:',
  testClock: false,
  requireTls: false,
  portCount: 2,
  certificate: null,
  adminPassword: null,
};

/** The header that HTTP Basic asks for. */
export const basic = (credentials: SmtpPlus['credentials']): Record<string, string> =>
  credentials === undefined
    ? {}
    : {
        authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`,
      };
