import { expect, test } from 'vitest';
import { clientById, CLIENTS, type Connection } from './clients.ts';
import { jsString, shellWord } from './quote.ts';

const CONNECTION: Connection = {
  host: '127.0.0.1',
  port: 2525,
  tls: false,
  username: 'shop',
  from: 'shop@acme.test',
  to: 'recipient@example.com',
};

const shown = (connection: Connection): string[] =>
  CLIENTS.map((client) =>
    client.kind === 'program'
      ? client.code(connection)
      : client
          .settings(connection)
          .map(({ value }) => value)
          .join('\n'),
  );

test('the page names ten clients, each once', () => {
  expect(CLIENTS.map(({ name }) => name)).toEqual([
    ...['Outlook', 'Thunderbird', 'WordPress', 'Magento', 'Salesforce'],
    ...['swaks', 'curl', 'nodemailer', 'PHPMailer', 'Python'],
  ]);
  expect(new Set(CLIENTS.map(({ id }) => id)).size).toBe(10);
});

test.each(CLIENTS.map((client) => [client.name, client] as const))(
  '%s is told host and user name',
  (_, client) => {
    const text =
      client.kind === 'program' ? client.code(CONNECTION) : JSON.stringify(client.settings(CONNECTION));
    expect(text).toContain('127.0.0.1');
    expect(text).toContain('shop');
  },
);

test('every client but Salesforce, which knows port 25 alone, is told the port', () => {
  const told = CLIENTS.filter((_, at) => shown(CONNECTION)[at]?.includes('2525'));
  expect(told).toHaveLength(9);
  expect(told).not.toContain(clientById('salesforce'));
});

test('every client that has the choice is set up otherwise for STARTTLS', () => {
  const plain = shown(CONNECTION);
  const encrypted = shown({ ...CONNECTION, tls: true });
  const same = CLIENTS.filter((_, at) => plain[at] === encrypted[at]).map(({ name }) => name);
  expect(same).toEqual(['Salesforce']);
});

test('programs take the password from the environment', () => {
  const programs = CLIENTS.flatMap((client) => (client.kind === 'program' ? [client.code(CONNECTION)] : []));
  expect(programs).toHaveLength(6);
  for (const code of programs) expect(code).toContain('SMTP_PLUS_PASSWORD');
});

test('an unknown client is the first', () => {
  expect(clientById(null).name).toBe('Outlook');
  expect(clientById('none').name).toBe('Outlook');
});

test.each([
  ['a@b.test', 'a@b.test'],
  ['', "''"],
  ['$HOME', "'$HOME'"],
  ["o'neil", String.raw`'o'\''neil'`],
])('a shell reads %j written as %s', (text, word) => expect(shellWord(text)).toBe(word));

test('a string keeps quotes and backslashes', () =>
  expect(jsString(String.raw`a'\b`)).toBe(String.raw`'a\'\\b'`));
