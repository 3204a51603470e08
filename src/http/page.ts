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
          <p class="brand">${raw(ICON)} SMTP+</p>
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

/** As the admin UI's `icon.svg`, which a page that loads nothing cannot ask for. */
const ICON = `<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#0b5cad"/><path d="M5.5 10.5h21v12h-21z M5.5 10.5l10.500 8 10.500-8" fill="none" stroke="#fff" stroke-width="2.200" stroke-linejoin="round"/><circle cx="25" cy="9" r="6.500" fill="#0b5cad"/><path d="M25 5v8M21 9h8" stroke="#8ff0b0" stroke-width="2.600" stroke-linecap="round"/></svg>`;

/** Colours and faces are those of the admin UI, by the same names; a test holds them against its tokens. */
const STYLE = `
:root { color-scheme: light dark; --back: light-dark(#f4f6f8, #101316); --bg: light-dark(#ffffff, #171b20);
  --sunk: light-dark(#f1f4f7, #12161a); --ink: light-dark(#171c22, #e7eaee); --dim: light-dark(#56606b, #9ba6b2);
  --line: light-dark(#dce1e7, #2b333b); --edge: light-dark(#848d98, #6c7885); --act: light-dark(#0b5cad, #7cbcff);
  --act-hover: light-dark(#084a8c, #a3d0ff); --on-act: light-dark(#ffffff, #0a1520); --focus: light-dark(#0b5cad, #7cbcff);
  --fail: light-dark(#a8182c, #ff8a80); --radius: 6px; }
* { box-sizing: border-box; }
body { margin: 0; padding: 6vh 16px; background: var(--back); color: var(--ink); font: 15px/22px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 24px; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; }
.brand { display: flex; align-items: center; gap: 10px; margin: 0 0 16px; font-weight: 650; }
.brand svg { width: 20px; height: 20px; }
h1 { margin: 0 0 12px; font-size: 20px; line-height: 28px; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 24px 0 8px; font-size: 15px; font-weight: 650; }
p { margin: 0 0 12px; overflow-wrap: anywhere; text-wrap: pretty; }
main > :last-child { margin-bottom: 0; }
.dim { color: var(--dim); font-size: 13px; line-height: 18px; }
.fail { color: var(--fail); }
a { color: var(--act); text-underline-offset: 2px; }
a:hover { color: var(--act-hover); }
code, pre { font: 12.5px/18px ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace; }
pre { margin: 0 0 12px; padding: 12px; overflow-x: auto; background: var(--sunk); border: 1px solid var(--line); border-radius: var(--radius); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 16px; margin: 0 0 12px; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; margin: 0 0 4px; font-weight: 550; }
input { width: 100%; min-height: 44px; margin: 0 0 12px; padding: 8px 12px; font: inherit; font-size: 16px; color: inherit; background: var(--bg); border: 1px solid var(--edge); border-radius: var(--radius); }
input[aria-invalid] { border-color: var(--fail); }
form { margin: 0 0 12px; }
button { min-height: 44px; max-width: 100%; padding: 8px 20px; font: inherit; font-weight: 550; overflow-wrap: anywhere; color: var(--on-act); background: var(--act); border: 1px solid transparent; border-radius: var(--radius); cursor: pointer; }
button:hover { background: var(--act-hover); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
@media (max-width: 480px) { main { padding: 16px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } button { width: 100%; } }
`;

let policy: Promise<string> | undefined;

/** Only our own style, by its hash, and forms to ourselves. */
const securityPolicy = (): Promise<string> =>
  (policy ??= crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE)).then((digest) => {
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;
  }));
