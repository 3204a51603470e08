/** What the tests of the inbox stand on: its page, messages put into the list, and one with everything in it. */

import type { Page } from '@playwright/test';

import { InboxPage } from '../../harness/pages/inbox.ts';
import type { Message } from '../../src/model/message.ts';
import type { TestService } from '../../test/service.ts';
import { test as base } from './fixtures.ts';

export { expect } from './fixtures.ts';

type Stored = { message?: Partial<Message>; lines?: readonly string[] };

export const test = base.extend<{
  inbox: InboxPage;
  /** Puts a message into the list as the relay would have; answers its id. */
  store(wanted?: Stored): Promise<string>;
}>({
  inbox: async ({ page }, provide) => provide(new InboxPage(page)),
  store: async ({ service, list }, provide) => provide((wanted = {}) => storeMessage(service, list, wanted)),
});

let made = 0;

const storeMessage = async (
  service: TestService,
  list: string,
  { message = {}, lines = ['Subject: Hello', '', 'Hello.'] }: Stored,
): Promise<string> => {
  made += 1;
  const content = new TextEncoder().encode(lines.join('\r\n'));
  const id = `m_${String(made).padStart(20, '0')}`;
  await service.store.commitMessage(
    {
      ...{ id, list, kind: 'relay', at: Date.now() },
      ...{ mailFrom: 'shop@acme.test', rcptTo: ['jane@receiver.test'] },
      ...{ headerFrom: ['shop@acme.test'], from: 'Acme Shop <shop@acme.test>', to: 'jane@receiver.test' },
      ...{ subject: `Order ${made}`, messageId: `<${id}@acme.test>`, size: content.length, priority: 3 },
      ...{ userId: null, username: null, helo: 'mail.acme.test', sessionId: null, decisionId: null },
      ...message,
    },
    content,
    null,
  );
  return id;
};

export const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** HTML and text, an image of its own, three from elsewhere, scripts in every place, and a file that is dangerous. */
export const RICH = [
  'From: Acme Shop <shop@acme.test>',
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Track it at https://acme.test/track?n=1.',
  '--a',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<style>p{color:rgb(1,2,3)}</style><body onload="document.title=1"><p>Hello <a href="/verify/x" onclick="x()">in</a>',
  '<img alt="own" src="cid:dot"><img alt="far" src="https://cdn.acme.test/1.png"><img src="https://cdn.acme.test/2.png">',
  '<img src="x" onerror="document.title=2"><i style="background:url(https://cdn.acme.test/3.png)">i</i></p>',
  '<script>document.title=3</script><iframe src="https://acme.test"></iframe><meta http-equiv=refresh content="0;url=https://acme.test"></body>',
  '--a--',
  '--m',
  'Content-Type: text/html; name="page.html"',
  'Content-Disposition: attachment; filename="page.html"',
  '',
  '<script>alert(1)</script>',
  '--m',
  'Content-Type: image/png',
  'Content-ID: <dot>',
  'Content-Disposition: inline; filename="dot.png"',
  'Content-Transfer-Encoding: base64',
  '',
  PIXEL,
  '--m--',
  '',
];

/** Where list and message take turns. */
export const isNarrow = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 1000;
