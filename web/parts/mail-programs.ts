/** Programs that send one message each; a test runs them exactly as they are shown. */

import type { Client, Connection } from './clients.ts';
import { jsString, phpString, pythonString, shellWord } from './quote.ts';

type Program = Extract<Client, { kind: 'program' }>;

const SUBJECT = 'Hello from SMTP+';
const TEXT = 'Sent through SMTP+.';

/** The service's own certificate is known to nobody until it has one of an authority. */
const UNCHECKED =
  'the certificate is one of the service’s own: check it again once an authority has signed it';

/** Each option on a line of its own. */
const command = (words: readonly string[]): string => words.join(' \\\n  ');

const swaks: Program = {
  id: 'swaks',
  name: 'swaks',
  kind: 'program',
  language: 'shell',
  where: 'In a shell that knows the password as SMTP_PLUS_PASSWORD.',
  code: ({ host, port, tls, username, from, to }) =>
    command([
      `swaks --server ${shellWord(host)} --port ${port}${tls ? ' --tls' : ''}`,
      `--auth PLAIN --auth-user ${shellWord(username)} --auth-password "$SMTP_PLUS_PASSWORD"`,
      `--from ${shellWord(from)} --to ${shellWord(to)}`,
      `--header ${shellWord(`Subject: ${SUBJECT}`)} --body ${shellWord(TEXT)}`,
    ]),
};

const curl: Program = {
  id: 'curl',
  name: 'curl',
  kind: 'program',
  language: 'shell',
  where: 'In a shell that knows the password as SMTP_PLUS_PASSWORD.',
  note: ({ tls }) => (tls ? `--insecure: ${UNCHECKED}.` : null),
  code: ({ host, port, tls, username, from, to }) =>
    `${command([
      `curl ${tls ? '--ssl-reqd --insecure ' : ''}--url ${shellWord(`smtp://${inUrl(host)}:${port}`)}`,
      `--user ${shellWord(`${username}:`)}"$SMTP_PLUS_PASSWORD"`,
      `--mail-from ${shellWord(from)} --mail-rcpt ${shellWord(to)}`,
      `--crlf --upload-file - <<'MAIL'`,
    ])}
From: ${from}
To: ${to}
Subject: ${SUBJECT}

${TEXT}
MAIL`,
};

const nodemailer: Program = {
  id: 'nodemailer',
  name: 'nodemailer',
  kind: 'program',
  language: 'javascript',
  where: 'npm install nodemailer; then save it as send.mjs and run node send.mjs.',
  code: ({ host, port, tls, username, from, to }) => `import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport({
  host: ${jsString(host)},
  port: ${port},
  secure: false,
${
  tls
    ? `  requireTLS: true,
  // ${capital(UNCHECKED)}.
  tls: { rejectUnauthorized: false },`
    : '  ignoreTLS: true,'
}
  auth: { user: ${jsString(username)}, pass: process.env.SMTP_PLUS_PASSWORD },
});

await transport.sendMail({
  from: ${jsString(from)},
  to: ${jsString(to)},
  subject: '${SUBJECT}',
  text: '${TEXT}',
});`,
};

const phpmailer: Program = {
  id: 'phpmailer',
  name: 'PHPMailer',
  kind: 'program',
  language: 'php',
  where: 'composer require phpmailer/phpmailer; then save it as send.php and run php send.php.',
  code: (connection) => `<?php
require 'vendor/autoload.php';

$mail = new PHPMailer\\PHPMailer\\PHPMailer(true);
${phpSettings(connection, '$mail')}
$mail->setFrom(${phpString(connection.from)});
$mail->addAddress(${phpString(connection.to)});
$mail->Subject = '${SUBJECT}';
$mail->Body = '${TEXT}';
$mail->send();`,
};

const wordpress: Program = {
  id: 'wordpress',
  name: 'WordPress',
  kind: 'program',
  language: 'php',
  where: 'Save it as wp-content/mu-plugins/smtp-plus.php; the web server has to know SMTP_PLUS_PASSWORD.',
  note: () =>
    'A contact form must not put the visitor’s address in From: let it send as this address, with the visitor in Reply-To.',
  code: (connection) => `<?php
add_action('phpmailer_init', function ($mail) {
${phpSettings(connection, '$mail').replace(/^(?!$)/gm, '    ')}
});

add_filter('wp_mail_from', function () {
    return ${phpString(connection.from)};
});`,
};

const python: Program = {
  id: 'python',
  name: 'Python',
  kind: 'program',
  language: 'python',
  where: 'Save it as send.py and run python3 send.py; it needs nothing but Python.',
  code: ({ host, port, tls, username, from, to }) => `import os
import smtplib
${tls ? 'import ssl\n' : ''}from email.message import EmailMessage

message = EmailMessage()
message['From'] = ${pythonString(from)}
message['To'] = ${pythonString(to)}
message['Subject'] = '${SUBJECT}'
message.set_content('${TEXT}')

with smtplib.SMTP(${pythonString(host)}, ${port}) as server:
${
  tls
    ? `    # ${capital(UNCHECKED)}.
    server.starttls(context=ssl._create_unverified_context())
`
    : ''
}    server.login(${pythonString(username)}, os.environ['SMTP_PLUS_PASSWORD'])
    server.send_message(message)`,
};

const phpSettings = ({ host, port, tls, username }: Connection, mail: string): string =>
  [
    `${mail}->isSMTP();`,
    `${mail}->Host = ${phpString(host)};`,
    `${mail}->Port = ${port};`,
    `${mail}->SMTPAuth = true;`,
    `${mail}->Username = ${phpString(username)};`,
    `${mail}->Password = getenv('SMTP_PLUS_PASSWORD');`,
    ...(tls
      ? [
          `${mail}->SMTPSecure = 'tls';`,
          `// ${capital(UNCHECKED)}.`,
          `${mail}->SMTPOptions = ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]];`,
        ]
      : [`${mail}->SMTPAutoTLS = false;`]),
  ].join('\n');

const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const mailPrograms = { swaks, curl, nodemailer, phpmailer, wordpress, python };
