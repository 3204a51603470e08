/** The program: flags to configuration, the ready line, signals. */

import { parseConfig } from './config.ts';
import { formatPortRanges, parsePortRanges } from './model/port-range.ts';
import { CannotStart, startService, type Service } from './service.ts';
import { StoreUnusable } from './store/store.ts';

const main = async (): Promise<void> => {
  const config = parseConfig(process.argv.slice(2), process.env);
  if (!config.ok) {
    (config.error.exit === 0 ? process.stdout : process.stderr).write(`${config.error.message}\n`);
    process.exitCode = config.error.exit;
    return;
  }
  const log = (message: string, error?: unknown): void => console.error(message, error ?? '');
  const starting = builtPages().then((webFolder) => startService(config.value, { log, webFolder }));
  endOnSignal(starting);
  const service = await starting;
  if (service.unavailable.length > 0) console.log(`not listening on ${describe(service.unavailable)}`);
  console.log(
    `SMTP+ ready: mail on ${service.host}, ${service.listening.length} ports (${ranges(service.listening)}), plain or STARTTLS; ` +
      `pages and API on ${service.url}`,
  );
};

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
    console.error(
      `there are no pages, a plain front page stands in their place: ${(error as Error).message}`,
    );
    return null;
  }
};

/** No new work, what was accepted is stored, exit 0: within five seconds, come what may. */
const endOnSignal = (starting: Promise<Service>): void => {
  let ending = false;
  const stop = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), 4500).unref();
    const service = await starting.catch(() => null);
    await service?.stop();
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
  console.error(expected ? `SMTP+ cannot start: ${error.message}` : error);
  process.exitCode = 1;
});
