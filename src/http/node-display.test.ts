import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { aMessage } from './api.test-kit.ts';
import { displayHere, LITTLE, type Works } from './display.ts';
import { createNodeDisplay, type NodeDisplay } from './node-display.ts';

const made: NodeDisplay[] = [];
const logged: string[] = [];
const start = (limitMs?: number): NodeDisplay => {
  const nodeDisplay = createNodeDisplay({
    log: (message) => void logged.push(message),
    ...(limitMs === undefined ? {} : { limitMs }),
  });
  made.push(nodeDisplay);
  return nodeDisplay;
};
afterEach(async () => {
  for (const { close } of made.splice(0)) await close();
  logged.length = 0;
});

const mail = (fields: string[], body: string) => {
  const bytes = Buffer.from(['From: a@shop.test', 'Subject: Hi', ...fields, '', body].join('\r\n'));
  return async () => bytes;
};

/** Takes the display parser several seconds a megabyte. */
const slow = mail(['Content-Type: message/rfc822'], 'Content-Type: message/rfc822\r\n\r\n'.repeat(60_000));

const large = mail(
  ['Content-Type: multipart/mixed; boundary=b'],
  `--b\r\nContent-Type: text/html\r\n\r\n${'see https://shop.test/1\r\n'.repeat(LITTLE / 8)}\r\n` +
    '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\npdf\r\n--b--',
);

const message = aMessage();
const WORKS: { [K in keyof Works]: Works[K]['takes'] } = {
  rendered: [],
  html: [false],
  links: [],
  attachment: [0],
  mailhog: [message, 'relay.test'],
  mailhogEvent: [message, 'relay.test'],
  mailhogPart: [message, 'relay.test', 1],
  mailhogMatches: [message, 'relay.test', 'see https'],
};

describe('the display in a thread of its own makes the same of a large message', () => {
  // One thread for all: it goes on where a message is not huge.
  const { display, close } = createNodeDisplay({ log: (message) => void logged.push(message) });
  afterAll(close);

  test.each(Object.keys(WORKS) as (keyof Works)[])('%s', async (work) => {
    const there = await display(work, large, ...(WORKS[work] as []));
    expect(there).toEqual(await displayHere(work, large, ...(WORKS[work] as [])));
    expect(there).toBeTruthy();
    expect(logged).toEqual([]);
  });
});

describe('the display in a thread of its own', () => {
  test('shows one large message after the other, each of them whole', async () => {
    const { display } = start();
    for (let times = 0; times < 3; times++)
      expect((await display('rendered', large)).attachments).toHaveLength(1);
    expect(logged).toEqual([]);
  });

  test('shows a message that takes too long by its beginning, says so, lets everything else go on, and shows the next one whole', async () => {
    const { display } = start(2000);
    const order: string[] = [];
    const shown = display('rendered', slow).finally(() => order.push('shown'));
    await new Promise((later) => setImmediate(later));
    order.push('meanwhile');
    const { headers } = await shown;
    expect(order).toEqual(['meanwhile', 'shown']);
    expect(headers).toContainEqual({ name: 'Subject', value: 'Hi' });
    expect(logged).toEqual([expect.stringContaining('by its beginning only: it takes more than 2000 ms')]);
    expect((await display('rendered', large)).attachments).toHaveLength(1);
  });

  test.each(['attachment', 'mailhogPart'] as const)('hands out no piece of a file: %s', async (work) => {
    expect(await start(200).display(work, slow, ...(WORKS[work] as [never]))).toBeNull();
  });

  test('does no more than a little once it is closed', async () => {
    const { display, close } = start();
    await display('rendered', large);
    await close();
    const { html } = await display('rendered', large);
    expect(html!.length).toBeLessThan(LITTLE);
  });

  test('goes on after a message that cannot be read', async () => {
    const { display } = start();
    const unread = display('rendered', () => Promise.reject(new Error('gone')));
    await expect(unread).rejects.toThrow('gone');
    expect((await display('rendered', large)).attachments).toHaveLength(1);
  });
});
