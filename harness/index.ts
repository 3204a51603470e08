/** The only import that a scenario needs: `test` with its fixtures, and `expect` with matchers in the words of SMTP+. */

import { test as base, type Page } from '@playwright/test';

import { createApi, type Api } from './api.ts';
import { createDialogues, createPlayer, type PlayDialogue } from './dialogues/register.ts';
import { createAdmin, type Admin } from './fixtures/admin.ts';
import { createClient, type Client } from './fixtures/client.ts';
import { createClock, giveTime, type TestClock } from './fixtures/clock.ts';
import { createElsewhere, type Elsewhere } from './fixtures/elsewhere.ts';
import { createEvents, type Events } from './fixtures/events.ts';
import { createEvidence, type Evidence, scenarioTitle } from './fixtures/evidence.ts';
import { createForms, type Forms } from './fixtures/form.ts';
import { createHttp, type Http } from './fixtures/http.ts';
import { createList, type TestList } from './fixtures/list.ts';
import { createMailbox, type Mailbox } from './fixtures/mailbox.ts';
import { createMiddleman, type Middleman } from './fixtures/middleman.ts';
import { createNextHop, type NextHop } from './fixtures/next-hop.ts';
import { createOtherServer, type OtherServer } from './fixtures/other-server.ts';
import { createProgram, type Program } from './fixtures/program.ts';
import { smtpPlusFixture } from './fixtures/smtp-plus.ts';
import { WITHOUT } from './rules-off/plan.ts';
import { basic, DEFAULTS, logIn, type ServiceOptions, type SmtpPlus } from './running-service.ts';

export { ApiProblem } from './api.ts';
export { givenCertificate } from './certificate.ts';
export { expect } from './expect.ts';
export { writeLetter, type Letter } from './letter.ts';
export { PROGRAMS, type ProgramName } from './programs/programs.ts';
export { sampledPorts } from './sampled-ports.ts';
export type { Client, ClientOptions } from './fixtures/client.ts';
export type { Session } from './session.ts';
export type { TestList, User } from './fixtures/list.ts';
export type { Verdict } from './verdict.ts';

type TestFixtures = {
  /** A list of this test's own, with `activeUser`, `user`, `sender`, `verify`. */
  list: TestList;
  /** The API, typed by its contract: `api.getUser({ list: list.id, id })`. Each call is a step. */
  api: Api;
  /** The pages. */
  admin: Admin;
  /** An SMTP client: `await client({ user })`; and the real programs: `await client.swaks({ from }, { user })`. */
  client: Client;
  /** The list's inbox, through MailHog's npm client. */
  mailbox: Mailbox;
  /** Plays a dialogue that is given as text: `await dialogue('# …')`. */
  dialogue: PlayDialogue;
  /** Who sits between client and service, and takes STARTTLS away: `client({ port: middleman.port })`. */
  middleman: Middleman;
  /** An online form with a real back-end. */
  form: Forms;
  /** The stream of events, as a program hears it: `await events(list.id)`. */
  events: Events;
  /** A request with whatever header it likes: `await http('GET /api/lists', { headers: { host: 'evil.test' } })`. */
  http: Http;
  /** A web site of another origin: `await page.goto(await elsewhere('<script>…</script>'))`. */
  elsewhere: Elsewhere;
  /** The mail server to which what the service accepts goes on; needs `test.use({ hasNextHop: true })` at the top of the file. */
  nextHop: NextHop;
  /** Another mail server, to which messages are released. */
  otherServer: OtherServer;
  /** SMTP+ started with flags of its own: `await program(['--host=0.0.0.0'])`. */
  program: Program;
  /** The time of service and pages; needs `test.use({ testClock: true })` at the top of the file. */
  clock: TestClock;
};

/** What stands between the others. */
type InnerFixtures = { evidence: Evidence; timedPages: Set<Page>; fit: void };

const inner = base.extend<InnerFixtures, { smtpPlus: SmtpPlus } & ServiceOptions>({
  store: [DEFAULTS.store, { option: true, scope: 'worker' }],
  testClock: [DEFAULTS.testClock, { option: true, scope: 'worker' }],
  requireTls: [DEFAULTS.requireTls, { option: true, scope: 'worker' }],
  portCount: [DEFAULTS.portCount, { option: true, scope: 'worker' }],
  ports: [DEFAULTS.ports, { option: true, scope: 'worker' }],
  maxClients: [DEFAULTS.maxClients, { option: true, scope: 'worker' }],
  patience: [DEFAULTS.patience, { option: true, scope: 'worker' }],
  certificate: [DEFAULTS.certificate, { option: true, scope: 'worker' }],
  adminPassword: [DEFAULTS.adminPassword, { option: true, scope: 'worker' }],
  hasNextHop: [DEFAULTS.hasNextHop, { option: true, scope: 'worker' }],
  rulesOff: [DEFAULTS.rulesOff, { option: true, scope: 'worker' }],
  smtpPlus: [
    async (
      {
        store,
        testClock,
        requireTls,
        portCount,
        ports,
        certificate,
        maxClients,
        patience,
        adminPassword,
        hasNextHop,
        rulesOff,
      },
      use,
    ) =>
      smtpPlusFixture(
        {
          store,
          testClock,
          requireTls,
          portCount,
          ports,
          certificate,
          maxClients,
          patience,
          adminPassword,
          hasNextHop,
          rulesOff,
        },
        use,
      ),
    { scope: 'worker', title: 'SMTP+ service', timeout: 120_000 },
  ],

  evidence: [async ({}, use) => use(createEvidence()), { box: true }],
  timedPages: [async ({}, use) => use(new Set()), { box: true }],

  baseURL: async ({ smtpPlus }, use) => use(smtpPlus.url),
  httpCredentials: async ({ smtpPlus }, use) => use(smtpPlus.credentials),
  /**
   * Logged in where the service asks for that, and with its time where that can be moved; an error that a script of a
   * page did not catch fails the test.
   */
  page: async ({ page, smtpPlus, testClock, timedPages }, use) => {
    const errors: string[] = [];
    page.context().on('weberror', (it) => errors.push(it.error().stack ?? it.error().message));
    await logIn(page.context(), smtpPlus);
    if (testClock) {
      await giveTime(page, smtpPlus.api);
      timedPages.add(page);
    }
    await use(page);
    if (errors.length > 0) throw new Error(`a script of the page failed:\n${errors.join('\n')}`);
  },

  /**
   * A test that cannot run against the service at hand is skipped with the reason; what the service complained of fails it.
   * Without a rule it is to fail, and Playwright need not start its worker anew.
   */
  fit: [
    async ({ smtpPlus, rulesOff }, use, info) => {
      info.skip(smtpPlus.unfit !== null, smtpPlus.unfit ?? '');
      const ruleOff = rulesOff?.[scenarioTitle(info.titlePath.slice(1), info.annotations)] ?? null;
      if (ruleOff !== null) info.annotations.push({ type: WITHOUT, description: ruleOff });
      info.fail(ruleOff !== null);
      smtpPlus.ruleOff = ruleOff;
      smtpPlus.takeComplaints();
      await use();
      const complaints = smtpPlus.takeComplaints();
      if (complaints.length > 0) throw new Error(`the service complained:\n${complaints.join('\n')}`);
    },
    { auto: true, box: true },
  ],
});

export const test = inner.extend<TestFixtures>({
  list: [
    async ({ smtpPlus, evidence }, use, info) => {
      const list = await createList(smtpPlus, tracedApi(smtpPlus), info.title);
      await use(list);
      await evidence.attach(info, smtpPlus.api, await list.remaining());
      for (const one of await list.remaining()) await smtpPlus.api.deleteList({ list: one });
    },
    { box: 'self' },
  ],

  api: [async ({ smtpPlus }, use) => use(tracedApi(smtpPlus)), { box: 'self' }],

  client: [
    async ({ smtpPlus, list, evidence }, use, info) => {
      const where = { api: smtpPlus.api, url: smtpPlus.url, list: list.id };
      const { client, close } = createClient({ smtpPlus, where, evidence, info });
      await use(client);
      close();
    },
    { box: 'self' },
  ],

  mailbox: [
    async ({ smtpPlus, list }, use) => use(createMailbox(smtpPlus, smtpPlus.api, list.id)),
    { box: 'self' },
  ],

  dialogue: [
    async ({ list, client, mailbox, api }, use) => use(createPlayer({ list, client, mailbox, api })),
    { box: 'self' },
  ],

  middleman: [
    async ({ smtpPlus }, use) => {
      const { middleman, close } = await createMiddleman(smtpPlus);
      await use(middleman);
      await close();
    },
    { box: 'self' },
  ],

  admin: [async ({ page }, use) => use(createAdmin(page)), { box: 'self' }],

  clock: [
    async ({ smtpPlus, testClock, timedPages }, use) => {
      if (!testClock)
        throw new Error('the fixture "clock" needs test.use({ testClock: true }) at the top of the file');
      await use(createClock(smtpPlus.api, timedPages));
    },
    { box: 'self' },
  ],

  events: [
    async ({ smtpPlus }, use) => {
      const { events, close } = createEvents(smtpPlus);
      await use(events);
      close();
    },
    { box: 'self' },
  ],

  http: [async ({ smtpPlus }, use) => use(createHttp(smtpPlus)), { box: 'self' }],

  elsewhere: [
    async ({}, use) => {
      const { elsewhere, close } = createElsewhere();
      await use(elsewhere);
      await close();
    },
    { box: 'self' },
  ],

  nextHop: [
    async ({ smtpPlus }, use) => {
      const { nextHop, close } = createNextHop(smtpPlus);
      await use(nextHop);
      close();
    },
    { box: 'self' },
  ],

  otherServer: [
    async ({}, use) => {
      const { otherServer, close } = await createOtherServer();
      await use(otherServer);
      await close();
    },
    { box: 'self' },
  ],

  program: [
    async ({}, use) => {
      const { program, close } = createProgram();
      await use(program);
      await close();
    },
    { box: 'self' },
  ],

  form: [
    async ({ smtpPlus, list, page, evidence }, use, info) => {
      const where = { api: smtpPlus.api, url: smtpPlus.url, list: list.id };
      const { forms, close } = createForms({ smtpPlus, where, page, evidence, info });
      await use(forms);
      await close();
    },
    { box: 'self' },
  ],
});

/** Makes a test of each `*.smtp` below the folder of the scenario file: `dialogues(import.meta.dirname)`. */
export const dialogues = createDialogues(test);

/** The API whose calls are steps of the test's report. */
const tracedApi = ({ url, credentials }: SmtpPlus): Api =>
  createApi({
    url,
    headers: basic(credentials),
    around: (asked, run) => base.step(asked, run, { box: true }),
  });
