/** The front page, until the admin UI stands there, and the pages that explain a problem's type. */

import { Hono } from 'hono';
import { html } from 'hono/html';
import { ALLOWED_PORTS, formatPortRanges } from '../model/port-range.ts';
import { PROBLEMS } from './contract/problem.ts';
import { htmlPage } from './page.ts';
import type { Services } from './services.ts';

export const frontRoutes = (services: Services): Hono => {
  const app = new Hono();
  app.get('/', (c) => frontPage(services, new URL(c.req.url).origin));
  app.get('/problems/:code', (c) => problemPage(c.req.param('code')));
  return app;
};

const frontPage = ({ version, relay }: Services, origin: string): Promise<Response> => {
  const { host, listening, unavailable } = relay.smtp();
  return htmlPage(
    'A relay that sends only as verified senders',
    html` <p>
        Mail that a user may not send is refused, with the rule and the way out in the reply. What is accepted
        is in the inbox.
      </p>
      <h2>For a mail client</h2>
      <dl>
        <dt>SMTP host</dt>
        <dd><code>${host}</code></dd>
        <dt>Ports</dt>
        <dd>${formatPortRanges(ALLOWED_PORTS).replace(',', ', ')}; ${listening} listen</dd>
        ${
          unavailable.length === 0
            ? ''
            : html`<dt>Not available</dt>
                <dd>${unavailableWords(unavailable)}</dd>`
        }
        <dt>Encryption</dt>
        <dd>${relay.requireTls ? 'STARTTLS' : 'none or STARTTLS'}, on every port</dd>
        <dt>Login</dt>
        <dd>PLAIN or LOGIN, as an SMTP+ user</dd>
      </dl>
      <h2>For programs</h2>
      <dl>
        <dt>API</dt>
        <dd><a href="/api/openapi.json">${origin}/api</a>, described by OpenAPI</dd>
        <dt>Inbox</dt>
        <dd><a href="/api/messages">${origin}/api/messages</a></dd>
        <dt>MailHog</dt>
        <dd>
          <a href="/api/v2/messages">${origin}/api/v2/messages</a>, one list at
          <code>/lists/{list}/api/…</code>
        </dd>
        <dt>Rules</dt>
        <dd><a href="/api/rules">${origin}/api/rules</a></dd>
      </dl>
      <h2>Add a user</h2>
      <pre><code>curl ${origin}/api/lists/default/users \\
  -H 'Content-Type: application/json' \\
  -d '{"authorizedSenders": "you@example.com"}'</code></pre>
      <p>
        The answer holds the password, this one time. Open the link in the mail that is then in the inbox,
        confirm, and set the user to active.
      </p>
      <p class="dim">SMTP+ ${version}</p>`,
  );
};

const SHOWN = 5;

const unavailableWords = (ports: { port: number; why: string }[]) => {
  const first = ports.slice(0, SHOWN).map(({ port, why }) => `${port} (${why})`);
  const more = ports.length - first.length;
  return html`${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}; see
    <a href="/api/health">/api/health</a>`;
};

const problemPage = (code: string): Promise<Response> => {
  if (!Object.hasOwn(PROBLEMS, code))
    return htmlPage('No such problem', html`<p>There is no problem type “${code}”.</p>`, { status: 404 });
  const { status, title, help } = PROBLEMS[code as keyof typeof PROBLEMS];
  return htmlPage(
    title,
    html`<p>${help}</p>
      <p class="dim">HTTP ${status}, <code>${code}</code></p>`,
  );
};
