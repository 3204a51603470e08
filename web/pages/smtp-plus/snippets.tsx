/** How one mail client is set up for one user; client, user and encryption are in the URL. */

import type { ReactNode } from 'react';
import { useSearchParams } from 'wouter';

import type { UserJson } from '../../../src/http/contract/users.ts';
import { clientById, CLIENTS, type Client, type Connection } from '../../parts/clients.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Select } from '../../ui/field.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import type { ServiceProps } from './client-data.tsx';
import { isLoopback, senderOf, shownHost, usualPort } from './connection.ts';

const NOBODY = { username: 'your-user-name', from: 'you@example.com' };

export const Snippets = ({
  users,
  settings,
  ports,
}: ServiceProps & { users: readonly UserJson[] }): ReactNode => {
  const [search, setSearch] = useSearchParams();
  const set = (name: string, value: string): void =>
    setSearch((before) => new URLSearchParams({ ...Object.fromEntries(before), [name]: value }), {
      replace: true,
    });

  const client = clientById(search.get('client'));
  const user =
    users.find(({ id }) => id === search.get('user')) ?? users.find(({ active }) => active) ?? users[0];
  const host = shownHost(settings.host, location.hostname);
  // In the open only where nobody else can listen, unless it is asked for.
  const usual = settings.encryption.includes('none') && isLoopback(host) ? 'none' : 'starttls';
  const encryption = settings.encryption.find((one) => one === search.get('encryption')) ?? usual;
  const connection: Connection = {
    host,
    port: usualPort(ports.listening) ?? 25,
    tls: encryption === 'starttls',
    username: user?.username ?? NOBODY.username,
    from: (user && senderOf(user)) ?? NOBODY.from,
    to: 'recipient@example.com',
  };
  return (
    <section className="card card-pad snippets" aria-labelledby="snippets">
      <h2 id="snippets">Set up a mail client</h2>
      <div className="snippet-choices">
        {users.length > 0 ? (
          <Select
            label="For the user"
            value={user?.id ?? ''}
            options={users.map(({ id, username }) => ({ value: id, label: username }))}
            onChange={(id) => set('user', id)}
          />
        ) : (
          <p className="hint">Once there is a user, its name is filled in.</p>
        )}
        {settings.encryption.length > 1 && (
          <Select
            label="With the encryption"
            value={encryption}
            options={[
              { value: 'none', label: 'None' },
              { value: 'starttls', label: 'STARTTLS' },
            ]}
            onChange={(value) => set('encryption', value)}
          />
        )}
      </div>
      <Tabs
        label="Mail clients"
        value={client.id}
        onChange={(id) => set('client', id)}
        tabs={CLIENTS.map((one) => ({
          id: one.id,
          label: one.name,
          content: <Snippet client={one} connection={connection} />,
        }))}
      />
    </section>
  );
};

const Snippet = ({ client, connection }: { client: Client; connection: Connection }): ReactNode => {
  const note = client.note?.(connection) ?? null;
  return (
    <div className="snippet">
      <div className="snippet-head">
        <p className="hint">{client.where}</p>
        {client.kind === 'program' && (
          <CopyButton text={client.code(connection)} label={`Copy the ${client.name} program`} />
        )}
      </div>
      {client.kind === 'program' ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and only what has the focus scrolls by keys
        <pre tabIndex={0} role="region" aria-label={`${client.name} program`}>
          <code>{client.code(connection)}</code>
        </pre>
      ) : (
        <dl className="snippet-settings">
          {client.settings(connection).map(({ label, value, copy = false }) => (
            <div key={label} className="snippet-setting">
              <dt>{label}</dt>
              <dd>
                <span className={copy ? 'mono' : undefined}>{value}</span>
                {copy && <CopyButton text={value} label={`Copy ${label}`} />}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {note !== null && <p className="snippet-note">{note}</p>}
    </div>
  );
};
