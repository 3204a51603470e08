/** The page behind a verification link: it shows on GET and verifies on POST, so that link scanners verify nothing. */

import { Hono } from 'hono';
import { html } from 'hono/html';
import { displaySender } from '../model/display-sender.ts';
import { hashToken } from '../model/password.ts';
import type { Sender, SenderKey } from '../model/sender.ts';
import type { TokenState } from '../store/store.ts';
import { htmlPage } from './page.ts';
import type { Services } from './services.ts';
import { iso } from './views.ts';

export const verifyRoutes = ({ store, clock }: Services): Hono => {
  const app = new Hono();
  app.get('/verify/:token', async (c) => {
    const found = await store.token(await hashToken(c.req.param('token')), clock.now());
    return found.state === 'live' ? askPage(found.sender, await listName(found.sender)) : deadPage(found);
  });
  app.post('/verify/:token', async (c) => {
    const used = await store.useToken(await hashToken(c.req.param('token')), clock.now());
    return used.state === 'verified' ? donePage(used.sender) : deadPage(used);
  });

  const listName = async ({ list }: Sender): Promise<string> => (await store.list(list))?.name ?? list;
  return app;
};

const askPage = (sender: Sender, list: string): Promise<Response> =>
  htmlPage(
    `Verify ${shown(sender)}`,
    html` <p>The mail list “${list}” asks to send mail as ${allows(sender)}.</p>
      ${aLabel(sender)}
      <p>
        If you own ${own(sender)} and want that, confirm it here. If you do not know what this is about, close
        this page: then nothing changes.
      </p>
      <form method="post"><button type="submit">Verify ${shown(sender)}</button></form>
      ${sender.expiresAt === null ? '' : html`<p class="dim">This link works once, until ${utc(sender.expiresAt)}.</p>`}`,
  );

const donePage = (sender: Sender): Promise<Response> =>
  htmlPage(
    `${shown(sender)} is verified`,
    html` <p>Mail may now be sent as ${allows(sender)}.</p>
      ${aLabel(sender)}
      <p>
        There is nothing more to do here; you can close this page. An admin of the list can now set the SMTP+
        user to active.
      </p>`,
  );

/** What was used, replaced or is too old is gone (410); what never was is not found (404). */
const deadPage = (found: TokenState): Promise<Response> => {
  switch (found.state) {
    case 'used':
    case 'verified':
      return htmlPage(
        'This link was used',
        html` <p>
          It verified ${shown(found.sender)}. A link works only once, and there is nothing more to do.
        </p>`,
        { status: 410 },
      );
    case 'superseded':
      return htmlPage(
        'This link was replaced',
        html` <p>
          A newer mail was sent to verify ${shown(found.sender)}. Open the link in the newest one.
        </p>`,
        { status: 410 },
      );
    case 'expired':
      return htmlPage(
        'This link has expired',
        html` <p>
          It was to verify ${shown(found.sender)} and worked for 48 hours. Ask the admin of the list to send
          it again.
        </p>`,
        { status: 410 },
      );
    default:
      return htmlPage(
        'This link is not known',
        html` <p>
          Check that it was copied whole from the mail. If what it was to verify was removed meanwhile, or the
          link is very old, ask the admin of the list to send it again.
        </p>`,
        { status: 404 },
      );
  }
};

const allows = (sender: SenderKey) =>
  sender.kind === 'domain'
    ? html`any address of exactly <strong>${shown(sender)}</strong>, without its sub-domains`
    : html`<strong>${shown(sender)}</strong>`;

const own = ({ kind }: SenderKey): string => (kind === 'domain' ? 'this domain' : 'this address');

/** Look-alikes are told apart by the name that is really used. */
const aLabel = (sender: SenderKey) =>
  shown(sender) === sender.value ? '' : html`<p class="dim">In full: <code>${sender.value}</code></p>`;

const shown = ({ value }: SenderKey): string => displaySender(value);

const utc = (ms: number): string => `${iso(ms).slice(0, 16).replace('T', ' ')} UTC`;
