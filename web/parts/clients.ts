/** How each mail client is set up: what to fill in where, or a program that sends one message. */

import { mailPrograms } from './mail-programs.ts';

/** What the settings are about. The password never stands in it. */
export type Connection = {
  host: string;
  port: number;
  /** STARTTLS; without it the connection is not encrypted. */
  tls: boolean;
  username: string;
  /** A sender of the user, and who gets the message. */
  from: string;
  to: string;
};

/** Programs take the password from this environment variable. */
export const PASSWORD_VARIABLE = 'SMTP_PLUS_PASSWORD';

/** One field of a client's settings, by the client's own word for it. `copy` where its value is more than a choice. */
export type Setting = { label: string; value: string; copy?: boolean };

export type Client = {
  id: string;
  name: string;
  /** Where the settings are found, or how the program is run. */
  where: string;
  /** What is easily overlooked, as sentences. */
  note?: (connection: Connection) => string | null;
} & (
  | { kind: 'settings'; settings(connection: Connection): Setting[] }
  | { kind: 'program'; language: string; code(connection: Connection): string }
);

export const clientById = (id: string | null): Client => CLIENTS.find((one) => one.id === id) ?? FIRST;

const server = ({ host }: Connection, label: string): Setting => ({ label, value: host, copy: true });
const port = (connection: Connection, label = 'Port'): Setting => ({
  label,
  value: String(connection.port),
  copy: true,
});
const username = (connection: Connection, label = 'User name'): Setting => ({
  label,
  value: connection.username,
  copy: true,
});
const password: Setting = { label: 'Password', value: 'the one shown when it was made' };

/** A certificate that the service made itself is known to nobody. */
const ownCertificate = ({ tls }: Connection, words: string): string | null => (tls ? words : null);

const FIRST: Client = {
  id: 'outlook',
  name: 'Outlook',
  kind: 'settings',
  where:
    'Outlook for Windows: File > Account Settings > Account Settings, the account > Change > More Settings, tabs Outgoing Server and Advanced.',
  settings: (connection) => [
    server(connection, 'Outgoing mail server (SMTP)'),
    port(connection, 'Outgoing server (SMTP)'),
    { label: 'Encrypted connection', value: connection.tls ? 'STARTTLS' : 'None' },
    { label: 'My outgoing server (SMTP) requires authentication', value: 'on' },
    username(connection, 'Log on using: User Name'),
    password,
    { label: 'Require logon using SPA', value: 'off' },
  ],
  note: (connection) =>
    ownCertificate(connection, 'Outlook asks about a certificate that no authority has signed: answer Yes.'),
};

export const CLIENTS: readonly Client[] = [
  FIRST,
  {
    id: 'thunderbird',
    name: 'Thunderbird',
    kind: 'settings',
    where: 'Settings > Account Settings > Outgoing Server (SMTP) > Add.',
    settings: (connection) => [
      server(connection, 'Server Name'),
      port(connection),
      { label: 'Connection security', value: connection.tls ? 'STARTTLS' : 'None' },
      {
        label: 'Authentication method',
        value: connection.tls ? 'Normal password' : 'Password, transmitted insecurely',
      },
      username(connection, 'User Name'),
      password,
    ],
    note: (connection) =>
      ownCertificate(
        connection,
        'At the first message Thunderbird asks about the certificate: Confirm Security Exception.',
      ),
  },
  mailPrograms.wordpress,
  {
    id: 'magento',
    name: 'Magento',
    kind: 'settings',
    where: 'Admin: Stores > Configuration > Advanced > System > Mail Sending Settings.',
    settings: (connection) => [
      { label: 'Disable Email Communications', value: 'No' },
      { label: 'Transport', value: 'SMTP' },
      server(connection, 'Host'),
      port(connection, 'Port (25)'),
      username(connection, 'Username'),
      password,
      { label: 'Auth', value: 'LOGIN' },
      { label: 'SSL', value: connection.tls ? 'TLS' : 'None' },
    ],
    note: () =>
      'Each address under Stores > Configuration > General > Store Email Addresses has to be a verified sender of the user.',
  },
  {
    id: 'salesforce',
    name: 'Salesforce',
    kind: 'settings',
    where: 'Setup > Email Relays > Create Email Relay; then Setup > Email Domain Filters, which turns it on.',
    settings: (connection) => [
      server(connection, 'Host'),
      { label: 'Port', value: '25', copy: true },
      { label: 'TLS Setting', value: 'Required Verify' },
      { label: 'Enable SMTP Auth', value: 'on' },
      { label: 'Auth Type', value: 'PLAIN' },
      username(connection, 'Username'),
      password,
    ],
    note: () =>
      'Salesforce reaches port 25 only, logs in only where it can verify the certificate, and so needs this service on a public host name with a certificate of a known authority (--tls-cert, --tls-key). Turn bounce management off under Setup > Deliverability: it replaces MAIL FROM by an address that is none of the user’s senders.',
  },
  mailPrograms.swaks,
  mailPrograms.curl,
  mailPrograms.nodemailer,
  mailPrograms.phpmailer,
  mailPrograms.python,
];
