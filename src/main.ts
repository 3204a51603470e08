/** The program: flags to configuration, the ready line, signals. */

import { parseConfig, VERSION } from './config.ts';
import { formatPortRanges, parsePortRanges } from './model/port-range.ts';
import { secretsOf } from './service-telemetry.ts';
import { CannotStart, startService, type Service } from './service.ts';
import { StoreUnusable } from './store/store.ts';
import { createLog, type Entry } from './telemetry/log.ts';

const main = async (): Promise<void> => {
  const config = parseConfig(process.argv.slice(2), process.env);
  if (!config.ok) {
    (config.error.exit === 0 ? process.stdout : process.stderr).write(`${config.error.message}\n`);
    process.exitCode = config.error.exit;
    return;
  }
  const format = config.value.log ?? 'text';
  log = createLog({
    format,
    secrets: secretsOf(config.value),
    out: (line) => void process.stderr.write(line),
  });
  /** Read on a terminal since ever; a program reads it from the log. */
  const tell = (entry: Entry): void => (format === 'text' ? console.log(entry.message) : log.write(entry));
  const around = { log: log.failed, events: log };
  const starting = builtPages().then((webFolder) => startService(config.value, { ...around, webFolder }));
  endOnSignal(starting);
  const service = await starting;
  const { listening, unavailable, host, url } = service;
  if (unavailable.length > 0)
    tell({
      ...{ level: 'warn', event: 'ports-unavailable', fields: { unavailable: unavailable.length } },
      message: `not listening on ${describe(unavailable)}`,
    });
  const ready =
    `SMTP+ ready: mail on ${host}, ${listening.length} ports (${ranges(listening)}), plain or STARTTLS; ` +
    `pages and API on ${url}`;
  // Others wait for this line, whatever the form of the log.
  console.log(ready);
  if (format === 'json')
    log.write({
      ...{ level: 'info', event: 'ready', message: ready },
      fields: { host, url, ports: ranges(listening), store: service.store.name, version: VERSION },
    });
};

const PLAIN = createLog({ format: 'text', out: (line) => void process.stderr.write(line) });

let log = PLAIN;

/**
 * The folder of the admin UI; null where there is none, which keeps nothing from starting. Imported only here, since a
 * service that is given its pages needs no builder.
 */
const builtPages = async (): Promise<string | null> => {
  if (process.env['SMTP_PLUS_PAGES'] === 'none') return null;
  try {
    const { ensureBuilt } = await import('../web/build.ts');
    return await ensureBuilt((line) => console.log(line));
  } catch (error) {
    log.write({
      ...{ level: 'warn', event: 'no-pages' },
      message: `there are no pages, a plain front page stands in their place: ${(error as Error).message}`,
    });
    return null;
  }
};

/** No new work, what was accepted is stored, exit 0: within five seconds, come what may. */
const endOnSignal = (starting: Promise<Service>): void => {
  let ending = false;
  const stop = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    log.write({ level: 'info', event: 'stopping', message: 'SMTP+ is stopping: no new work' });
    setTimeout(() => process.exit(0), 4500).unref();
    const service = await starting.catch(() => null);
    await service?.stop();
    log.write({ level: 'info', event: 'stopped', message: 'SMTP+ has stopped: what was accepted is stored' });
    process.exit(0);
  };
  const end = (): void => void stop();
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
};

/** `2 ports: 25 (not permitted), 3000-3001 (in use)`. */
const describe = (unavailable: Service['unavailable']): string => {
  const reasons = Map.groupBy(unavailable, ({ why }) => why);
  const parts = [...reasons].map(([why, group]) => `${ranges(group.map(({ port }) => port))} (${why})`);
  return `${unavailable.length} ${unavailable.length === 1 ? 'port' : 'ports'}: ${parts.join(', ')}`;
};

const ranges = (ports: readonly number[]): string => {
  const parsed = parsePortRanges(ports.join(','));
  return parsed.ok ? formatPortRanges(parsed.value) : ports.join(',');
};

main().catch((error: unknown) => {
  const expected = error instanceof CannotStart || error instanceof StoreUnusable;
  // What keeps it from starting is said in any case.
  const said = log.silent ? PLAIN : log;
  if (expected)
    said.write({ level: 'error', event: 'cannot-start', message: `SMTP+ cannot start: ${error.message}` });
  else said.failed('SMTP+ failed', error);
  process.exitCode = 1;
});
