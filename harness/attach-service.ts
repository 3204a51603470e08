/** Attaches to a service that already runs: asks it what it is, and finds out which of its ports listen. */

import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

import { createApi, type Api } from './api.ts';
import { basic, DEFAULTS, type ServiceOptions, type SmtpPlus } from './running-service.ts';

/**
 * `url` is where its pages are, without a final slash. SMTP_PLUS_ADMIN_PASSWORD is its password where it has one,
 * SMTP_PLUS_PORTS some ports of it, where trying all of the allowed ones would take too long.
 */
export const attachTo = async (url: string, options: ServiceOptions): Promise<SmtpPlus> => {
  const password = process.env['SMTP_PLUS_ADMIN_PASSWORD'];
  const credentials = password === undefined || password === '' ? undefined : { username: 'admin', password };
  const api = createApi({ url, headers: basic(credentials) });
  const { smtp } = await api.getHealth();
  const host = ['0.0.0.0', '::'].includes(smtp.host) ? new URL(url).hostname : smtp.host;
  const closed = new Set(smtp.unavailable.map(({ port }) => port));
  const ports = await findListening(
    api,
    host,
    (await wantedPorts(api)).filter((port) => !closed.has(port)),
    options.portCount,
  );
  const [port] = ports;
  if (port === undefined)
    throw new Error(`no SMTP port of ${url} listens on ${host}: name one in SMTP_PLUS_PORTS`);
  return {
    url,
    host,
    ports,
    unavailable: smtp.unavailable,
    port,
    credentials,
    api,
    nextHop: null,
    lockStore: () => {
      throw new Error('the store of a service elsewhere cannot be locked');
    },
    unfit: await unfitness(api, options),
    ruleOff: null,
    takeComplaints: () => [],
    stop: () => Promise.resolve(),
  };
};

const wantedPorts = async (api: Api): Promise<number[]> => {
  const given = (process.env['SMTP_PLUS_PORTS'] ?? '').match(/\d+/g)?.map(Number) ?? [];
  if (given.length > 0) return given;
  const { ports } = await api.getSettings({ list: 'default' });
  return ports.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
};

/** A service elsewhere is as it was started: what cannot be asked of it is named. */
const unfitness = async (api: Api, options: ServiceOptions): Promise<string | null> => {
  const ownOnly = (
    [
      'store',
      'ports',
      'certificate',
      'maxClients',
      'patience',
      'adminPassword',
      'hasNextHop',
      'rulesOff',
    ] as const
  ).filter((name) => options[name] !== DEFAULTS[name]);
  if (ownOnly.length > 0)
    return `needs a service of its own (${ownOnly.join(', ')}), and SMTP_PLUS_URL names another`;
  if (options.testClock) {
    const hasClock = await api.getClock().then(
      () => true,
      () => false,
    );
    if (!hasClock) return 'needs a service that was started with --test-clock';
  }
  const { encryption } = await api.getSettings({ list: 'default' });
  if (options.requireTls !== !encryption.includes('none'))
    return `needs a service that was started with${options.requireTls ? '' : 'out'} --require-tls`;
  return null;
};

/** The first `count` that are this service's, tried some at a time: another program may hold a port, even another SMTP+. */
const findListening = async (
  api: Api,
  host: string,
  ports: readonly number[],
  count: number,
): Promise<number[]> => {
  const found: number[] = [];
  for (let start = 0; start < ports.length && found.length < count; start += AT_ONCE) {
    const name = `probe-${crypto.randomUUID()}.test`;
    const greeted = await Promise.all(
      ports.slice(start, start + AT_ONCE).map((port) => sayHello(host, port, name)),
    );
    if (!greeted.includes(true)) continue;
    const { items } = await api.getSessions({ limit: 1000 });
    found.push(...items.filter(({ helo }) => helo === name).map(({ port }) => port));
  }
  return found.toSorted((a, b) => a - b).slice(0, count);
};

const AT_ONCE = 50;

/** Whether a server answers to EHLO there; one that says nothing for two seconds does not. */
const sayHello = async (host: string, port: number, name: string): Promise<boolean> => {
  const socket = createConnection({ host, port, timeout: 2000 });
  socket.once('timeout', () => socket.destroy());
  try {
    for await (const line of createInterface({ input: socket })) {
      if (line.startsWith('220')) socket.write(`EHLO ${name}\r\n`);
      else return line.startsWith('250');
    }
    return false;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};
