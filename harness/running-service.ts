/** A service that scenarios run against: what may be asked of it, and what is known of it. */

import type { BrowserContext } from '@playwright/test';

import type { MailServer } from '../fixtures/next-hop/server.ts';
import type { RuleId } from '../src/policy/catalogue.ts';
import type { Api } from './api.ts';
import type { GivenCertificate } from './certificate.ts';

/** What a scenario file may ask of its service, by `test.use({ testClock: true })` at its top: it then has a worker of its own. */
export type ServiceOptions = {
  store: 'memory:' | 'sqlite:';
  testClock: boolean;
  requireTls: boolean;
  /** On how many ports it listens, any that are free. */
  portCount: number;
  /** Exactly these instead, but for those that cannot be bound: `sampledPorts(12)`. */
  ports: readonly number[] | null;
  /** One that the admin gave, `givenCertificate('mail.shop.test')`; null for the one that the service makes. */
  certificate: GivenCertificate | null;
  /** How many SMTP clients it serves at once; null: as the service has it. */
  maxClients: number | null;
  /** How long one may take for a command, and for a message, in ms of real time; null: as the service has it. */
  patience: { command: number; message: number } | null;
  adminPassword: string | null;
  /** Whether what it accepts goes on, to the server of the fixture `nextHop`. */
  hasNextHop: boolean;
  /** By the titles of scenarios, the rule that is not applied while each runs: for `npm run scenarios:rules-off` alone. */
  rulesOff: Readonly<Record<string, RuleId>> | null;
};

export type SmtpPlus = {
  /** Where pages and API are, without a final slash. */
  url: string;
  host: string;
  /** Those that listen. */
  ports: readonly number[];
  /** Those that were asked for and could not be bound, with the reason. */
  unavailable: readonly { port: number; why: string }[];
  /** The first of those that listen. */
  port: number;
  /** HTTP Basic, where an admin password is asked for. */
  credentials: { username: string; password: string } | undefined;
  /** The API outside of any test: its calls are no steps. */
  api: Api;
  /** Where what it accepts goes on to. Needs `test.use({ hasNextHop: true })`. */
  nextHop: MailServer | null;
  /** Locks the SQLite file as another program might, until what it answers is called. Needs `test.use({ store: 'sqlite:' })`. */
  lockStore(): () => void;
  /** Why a test with these options cannot run here; null where it can. */
  unfit: string | null;
  /** The rule that it does not apply now. Needs the option `rulesOff`. */
  ruleOff: RuleId | null;
  /** What the service logged since it was last asked: bugs, each one. */
  takeComplaints(): string[];
  stop(): Promise<void>;
};

export const DEFAULTS: ServiceOptions = {
  store: 'memory:',
  testClock: false,
  requireTls: false,
  portCount: 2,
  ports: null,
  certificate: null,
  maxClients: null,
  patience: null,
  adminPassword: null,
  hasNextHop: false,
  rulesOff: null,
};

/** The header that HTTP Basic asks for. */
export const basic = (credentials: SmtpPlus['credentials']): Record<string, string> =>
  credentials === undefined
    ? {}
    : {
        authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`,
      };

/** Logs a browser in, where an admin password is asked for: pages take no HTTP Basic. */
export const logIn = async (browser: BrowserContext, { url, credentials }: SmtpPlus): Promise<void> => {
  if (credentials === undefined) return;
  const form = { password: credentials.password };
  const answer = await browser.request.post(`${url}/login`, { form, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`POST /login answered ${answer.status()}`);
};
