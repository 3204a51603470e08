/** What the HTTP side needs from the rest of the service; handed in by the composition root. No `node:*` here. */

import type { Clock, TestClock } from '../model/clock.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Faults } from '../model/fault.ts';
import type { MakeId, Random } from '../model/id.ts';
import type { Jims } from '../model/jim.ts';
import type { Message } from '../model/message.ts';
import type { FormMail } from '../model/online-form/back-end.ts';
import type { Result } from '../model/result.ts';
import type { Retention } from '../model/retention.ts';
import type { Sender } from '../model/sender.ts';
import type { HopTls } from '../model/next-hop.ts';
import type { Store } from '../store/store.ts';
import type { Display } from './display.ts';

export type Services = {
  version: string;
  store: Store;
  clock: Clock;
  /** Only with `--test-clock`. */
  testClock: TestClock | null;
  random: Random;
  makeId: MakeId;
  faults: Faults;
  jims: Jims;
  verification: Verification;
  relay: RelayView;
  /** Whether the admin password is asked for, before the API is reached; not, if left out. */
  login?: boolean;
  /** Makes a stored message ready to be shown: where hostile mail may not keep anything else waiting, elsewhere. */
  display: Display;
  /** Sends a stored message to a server that the caller names (MailHog's release). */
  release: Release;
  /** Submits a mail over the service's own SMTP, with a user's login, as any mail client would. */
  submit: Submit;
  /** Where accepted messages go on to; null or left out where they stay in the inbox. */
  nextHop?: NextHopView | null;
  /** What `GET /metrics` answers; there is none where it is left out. */
  metrics?: { contentType: string; text(): Promise<string> };
  /** Is told of each answer; `route` is the pattern of the route, never what a client made up. */
  answered?: Answered;
  /** Why no new work is to come, in words without secrets; empty where it may. Ready, if left out. */
  notReady?: () => Promise<string[]>;
  /** What the service is. */
  about?: () => Promise<About>;
  /** Aborts when the service stops: held answers and event streams end. */
  shutdown: AbortSignal;
  /** Takes what must not reach a client: unexpected errors. */
  log: Log;
};

/** What the API tells of the next hop, and what it asks of it. */
export type NextHopView = {
  /** `hop` is `host:port`; `since` in ms since the epoch; `error` is what kept it from being reached last. */
  status(): {
    hop: string;
    state: 'unknown' | 'up' | 'down';
    since: number | null;
    error: string | null;
    connections: number;
    underWay: number;
  };
  /** Both fail with code `no-delivery`, `being-tried` or `finished`. */
  retry(id: string): Promise<Result<Delivery>>;
  giveUp(id: string): Promise<Result<Delivery>>;
};

export type Answered = (method: string, route: string, status: number) => void;

/** As `AboutJson`; `startedAt` in ms since the epoch. Without secrets. */
export type About = {
  versions: { smtpPlus: string; node: string; sqlite: string | null };
  startedAt: number;
  store: { name: string; bytes: number | null };
  limits: { messageBytes: number; recipients: number; connections: number };
  kept: { messages: Retention | null; records: number };
  tls: { required: boolean };
  nextHop: { hop: string; tls: HopTls | 'implicit'; login: boolean; expiryMs: number } | null;
  publicUrl: string | null;
  login: boolean;
  testClock: boolean;
};

export type Log = (message: string, error?: unknown) => void;

export type Verification = {
  /** Makes a new link for each pending sender and mails it to its owner; an earlier link dies. */
  ask(senders: readonly Sender[]): Promise<void>;
};

/** What the API tells of the relay, and the little that it asks of it. */
export type RelayView = {
  /** The host that clients connect to, and how many of the ports asked for listen. */
  smtp(): { host: string; listening: number; unavailable: { port: number; why: string }[] };
  /** The ports that listen. */
  listening(): readonly number[];
  requireTls: boolean;
  /** What STARTTLS shows: its SHA-256, and its end in ms since 1970; `own` where the service made it itself. */
  certificate: { fingerprint256: string; validTo: number; own: boolean };
  /** Hands what is known of open sessions to the store, so that a read that follows sees it. */
  flush(): void;
  /** Forgets failed logins of this user name, as after a reset of its password. */
  forgive(username: string): void | Promise<void>;
};

export type ReleaseTarget = {
  host: string;
  port: number;
  to: string;
  auth?: { username: string; password: string; mechanism: 'PLAIN' | 'CRAMMD5' } | undefined;
  /** `offered` if left out: STARTTLS where the server has it. The others take nothing but TLS to a name that is proved. */
  tls?: 'offered' | 'required' | 'implicit' | undefined;
};

export type Release = (message: Message, target: ReleaseTarget) => Promise<Result<void>>;

/** What the server said last is a value, a refusal too; it fails where no reply came. */
export type Submit = (
  mail: FormMail,
  login: { username: string; password: string },
) => Promise<Result<{ accepted: boolean; reply: string }>>;
