/** `npm run dev`: the service and, before it, Vite's server with hot reload; both end with Ctrl-C. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

const main = async (): Promise<void> => {
  const service = spawn(process.execPath, ['src/main.ts', ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Vite serves the pages, so none need to be built.
    env: { ...process.env, SMTP_PLUS_PAGES: 'none' },
  });
  const ended = once(service, 'exit');
  const end = (): void => void service.kill('SIGTERM');
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  const url = await readyUrl(service.stdout);
  if (url !== null) {
    process.env['SMTP_PLUS_URL'] = url;
    const vite = await import('vite');
    const server = await vite.createServer({ configFile: join(import.meta.dirname, 'vite.config.ts') });
    await server.listen();
    server.printUrls();
    await ended;
    await server.close();
  }
  const [code] = (await ended) as [number | null];
  process.exit(code ?? 0);
};

/** Passes on what the service says; the URL in its ready line, or null where it ended before. */
const readyUrl = (output: NodeJS.ReadableStream): Promise<string | null> =>
  new Promise((resolve) => {
    let said = '';
    output.on('data', (chunk) => {
      process.stdout.write(String(chunk));
      said += String(chunk);
      const url = /^SMTP\+ ready.*(http:\/\/\S+)$/m.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    output.once('end', () => resolve(null));
  });

await main();
