import { expect, test } from 'vitest';

import { curlCommand, swaksCommand, type Replay } from './replay-command.ts';

const replay: Replay = {
  host: '127.0.0.1',
  port: 2525,
  helo: 'shop.test',
  starttls: true,
  username: 'shop',
  mailFrom: 'a@acme.test',
  rcptTo: ['b@c.test', "o'neil@c.test"],
  message: 'From: a@acme.test\n\nhi\n',
};

test('a swaks command has one option a line, and no password', () => {
  expect(swaksCommand(replay)).toBe(
    [
      'swaks --server 127.0.0.1 --port 2525 --ehlo shop.test \\',
      '  --tls \\',
      '  --auth PLAIN --auth-user shop --auth-password "$SMTP_PLUS_PASSWORD" \\',
      '  --from a@acme.test \\',
      "  --to 'b@c.test,o'\\''neil@c.test' \\",
      "  --data - <<'MESSAGE'",
      'From: a@acme.test',
      '',
      'hi',
      'MESSAGE',
      '',
    ].join('\n'),
  );
});

test('a curl command says the same', () => {
  expect(curlCommand({ ...replay, starttls: false, rcptTo: ['b@c.test'] })).toBe(
    [
      'curl --url smtp://127.0.0.1:2525/shop.test \\',
      `  --login-options AUTH=PLAIN --user shop:"$SMTP_PLUS_PASSWORD" \\`,
      '  --mail-from a@acme.test \\',
      '  --mail-rcpt b@c.test \\',
      "  --crlf --upload-file - <<'MESSAGE'",
      'From: a@acme.test',
      '',
      'hi',
      'MESSAGE',
      '',
    ].join('\n'),
  );
});

test('what the message says cannot end it, and control characters are spelt', () => {
  expect(swaksCommand({ ...replay, message: 'A: b\n\nMESSAGE\nrm -rf\n' })).toContain("<<'MESSAGE_'\n");
  expect(swaksCommand({ ...replay, message: "A: 5%\\ it's\rB\n" })).toMatch(
    /^printf 'A: 5%%\\\\ it'\\''s\\015B\\n' \| swaks/,
  );
});
