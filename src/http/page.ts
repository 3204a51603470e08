/** The frame of the few pages that the service makes itself: no scripts, nothing loaded, light and dark by the system. */

import { html, raw } from 'hono/html';

/** HTML whose values are escaped, as the `html` tag of hono makes it. */
export type Html = ReturnType<typeof html>;

export const htmlPage = async (
  title: string,
  body: Html | Html[],
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Promise<Response> => {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · SMTP+</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>
          <p class="brand">SMTP+</p>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `;
  return new Response(String(page), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': await securityPolicy(),
      // Not `no-referrer`: with that a browser sends the form with `Origin: null`, which is refused. Nothing links away.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      ...headers,
    },
  });
};

const STYLE = `
:root { color-scheme: light dark; --bg: light-dark(#f6f7f9, #14171a); --card: light-dark(#fff, #1c2126);
  --ink: light-dark(#1b1f24, #e6e8eb); --dim: light-dark(#57606a, #9aa4af); --line: light-dark(#d0d7de, #30363d);
  --act: light-dark(#0550ae, #79c0ff); --on-act: light-dark(#fff, #0b1117); --fail: light-dark(#a40e26, #ff7b72); }
* { box-sizing: border-box; }
body { margin: 0; padding: 4vh 16px; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.brand { margin: 0; color: var(--dim); font-size: 14px; font-weight: 600; letter-spacing: .04em; }
h1 { margin: 4px 0 16px; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 24px 0 8px; font-size: 16px; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
.dim { color: var(--dim); font-size: 14px; }
.fail { color: var(--fail); }
a { color: var(--act); }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { margin: 0 0 12px; padding: 12px; overflow-x: auto; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 16px; margin: 0 0 12px; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; margin: 0 0 4px; }
input { width: 100%; margin: 0 0 12px; padding: 10px 12px; font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; }
form { margin: 0 0 12px; }
button { min-height: 44px; max-width: 100%; padding: 10px 20px; font: inherit; font-weight: 600; overflow-wrap: anywhere; color: var(--on-act); background: var(--act); border: 1px solid transparent; border-radius: 8px; cursor: pointer; }
:focus-visible { outline: 2px solid var(--act); outline-offset: 2px; }
@media (max-width: 480px) { main { padding: 16px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } button { width: 100%; } }
`;

let policy: Promise<string> | undefined;

/** Only our own style, by its hash, and forms to ourselves. */
const securityPolicy = (): Promise<string> =>
  (policy ??= crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE)).then((digest) => {
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;
  }));
