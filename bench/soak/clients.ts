/** Clients as a relay meets them over the day: those that stay, that come for one message, that encrypt, that are refused, that vanish. */

import { dial, type Dialogue, type Received } from '../../harness/dialogue.ts';
import type { Provisioned } from '../../harness/provision.ts';

export type Tally = {
  acknowledged: number;
  /** By code and rule; what is not a yes. */
  refused: Map<string, number>;
  connections: number;
  vanished: number;
};

export type Crowd = {
  tally: Tally;
  /** Resolves when all messages are acknowledged and all clients have left. Rejects on a reply that nobody expects. */
  done: Promise<void>;
};

export type CrowdOptions = { port: number; user: Provisioned; from: string; messages: number };

export const RECIPIENT = 'reader@receiver.test';

/** Subjects are `soak-1`, `soak-2` and so on, each sent once. */
export const startCrowd = (options: CrowdOptions): Crowd => {
  const tally: Tally = { acknowledged: 0, refused: new Map(), connections: 0, vanished: 0 };
  const client = createClient(options, tally);
  let visits = 0;
  const come = async (): Promise<void> => {
    while (client.isWanted()) await ROUND[visits++ % ROUND.length]?.(client);
  };
  return { tally, done: Promise.all(Array.from({ length: AT_ONCE }, come)).then(() => undefined) };
};

/** Clients that are there at the same time. */
const AT_ONCE = 24;

type Client = ReturnType<typeof createClient>;

const createClient = ({ port, user, from, messages }: CrowdOptions, tally: Tally) => {
  let begun = 0;
  const count = (reply: Received): void => {
    const kind = `${reply.code} ${reply.rule ?? ''}`.trim();
    tally.refused.set(kind, (tally.refused.get(kind) ?? 0) + 1);
  };
  const open = (localAddress = '127.0.0.1'): Promise<Dialogue> => {
    tally.connections += 1;
    return dial({ port, localAddress });
  };
  return {
    isWanted: () => begun < messages,
    count,
    open,
    user,
    from,
    vanished: () => void (tally.vanished += 1),
    /** Logged in. */
    async session(tls = false): Promise<Dialogue> {
      const session = await open();
      await session.ehlo();
      if (tls) {
        await session.startTls();
        await session.ehlo();
      }
      expectCode(await session.authPlain(user.username, user.password), 235);
      return session;
    },
    /** Up to so many, as long as some are wanted. */
    async send(session: Dialogue, many: number, size: number): Promise<void> {
      for (let n = 0; n < many && begun < messages; n++) {
        begun += 1;
        const message = messageOf(from, `soak-${begun}`, size);
        expectCode(await session.send({ from, to: RECIPIENT, message }), 250);
        tally.acknowledged += 1;
      }
    },
  };
};

const expectCode = (reply: Received, code: number): void => {
  if (reply.code !== code) throw new Error(`expected ${code}, got "${reply.lines.join(' ')}"`);
};

/** One round of visits: how many of each kind, and what such a client does from its coming to its going. */
const KINDS: readonly { visits: number; act: (client: Client) => Promise<void> }[] = [
  { visits: 8, act: (client) => stay(client, { messages: 200, size: 1000, tls: false }) },
  { visits: 4, act: (client) => stay(client, { messages: 50, size: 4000, tls: true }) },
  { visits: 12, act: (client) => stay(client, { messages: 1, size: 1000, tls: false }) },
  { visits: 1, act: (client) => stay(client, { messages: 1, size: 1_200_000, tls: false }) },
  { visits: 3, act: (client) => beRefused(client) },
  { visits: 1, act: (client) => guess(client) },
  { visits: 2, act: (client) => vanish(client) },
];

/** Kinds take turns, so that the rare ones are spread over the round. */
const ROUND = KINDS.flatMap(({ visits, act }) =>
  Array.from({ length: visits }, (_, n) => ({ act, at: (n + 0.5) / visits })),
)
  .toSorted((a, b) => a.at - b.at)
  .map(({ act }) => act);

type Stay = { messages: number; size: number; tls: boolean };

const stay = async (client: Client, { messages, size, tls }: Stay): Promise<void> => {
  const session = await client.session(tls);
  await client.send(session, messages, size);
  await session.quit();
};

const beRefused = async (client: Client): Promise<void> => {
  const session = await client.session();
  const to = RECIPIENT;
  const of = (header: string) => messageOf(header, 'refused', 500);
  client.count(await session.command('MAIL FROM:<ceo@bank.test>'));
  client.count(await session.send({ from: client.from, to, message: of('ceo@bank.test') }));
  client.count(await session.send({ from: client.from, to, message: of('a@b@c') }));
  await session.quit();
};

/** From an address of its own, since wrong passwords shut an address out for a while. */
const guess = async (client: Client): Promise<void> => {
  const session = await client.open('127.0.0.9');
  await session.ehlo();
  client.count(await session.authPlain(client.user.username.toUpperCase(), 'guess'));
  session.destroy();
  await session.closed;
};

/** In the middle of a message, which is large enough to have come to a file. */
const vanish = async (client: Client): Promise<void> => {
  const session = await client.session();
  for (const line of [`MAIL FROM:<${client.from}>`, `RCPT TO:<${RECIPIENT}>`, 'DATA'])
    await session.command(line);
  session.write(messageOf(client.from, 'vanished', 700_000));
  session.destroy();
  await session.closed;
  client.vanished();
};

const messageOf = (from: string, subject: string, size: number): string =>
  `From: ${from}\r\nTo: ${RECIPIENT}\r\nSubject: ${subject}\r\n\r\n${LINE.repeat(Math.ceil(size / LINE.length))}`;

const LINE = `${'lorem ipsum dolor sit amet '.repeat(3).trim()}\r\n`;
