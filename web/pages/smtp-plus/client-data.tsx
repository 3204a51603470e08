/** The data that every mail client asks for, each to be copied. */

import type { z } from 'zod';
import type { ReactNode } from 'react';

import type { Settings } from '../../../src/http/contract/lists.ts';
import type { PortsJson } from '../../../src/http/contract/service.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { portNotes, portWords, shownHost, usualPort } from './connection.ts';

export type ServiceProps = { settings: z.infer<typeof Settings>; ports: PortsJson };

export const ClientData = ({ settings, ports }: ServiceProps): ReactNode => {
  const host = shownHost(settings.host, location.hostname);
  const port = usualPort(ports.listening);
  const notes = portNotes(settings.ports, ports);
  const encryption = settings.encryption.map((one) => ENCRYPTION[one]).join(' or ');
  const authentication = settings.authentication.join(' or ');
  return (
    <section className="card card-pad client-data" aria-labelledby="client-data">
      <h2 id="client-data">Data for your mail client</h2>
      <dl>
        <Datum label="Server" value={host} copy={<CopyButton text={host} label="Copy server" />} />
        <Datum
          label="Ports"
          value={portWords(settings.ports)}
          copy={port !== null && <CopyButton text={String(port)} label={`Copy port ${port}`} />}
          notes={notes}
        />
        <Datum
          label="Encryption"
          value={encryption}
          copy={<CopyButton text={encryption} label="Copy encryption" />}
          notes={
            settings.encryption.includes('none') ? [] : ['This service takes a password over STARTTLS only.']
          }
        />
        <Datum
          label="Authentication"
          value={authentication}
          copy={<CopyButton text={authentication} label="Copy authentication" />}
          notes={['User name and password of a user of this list. A password is seen once, when it is made.']}
        />
      </dl>
    </section>
  );
};

const ENCRYPTION = { none: 'none', starttls: 'STARTTLS' } as const;

const Datum = ({
  label,
  value,
  copy,
  notes = [],
}: {
  label: string;
  value: string;
  copy: ReactNode;
  notes?: readonly string[];
}): ReactNode => (
  <div className="datum">
    <dt>{label}</dt>
    <dd>
      <span className="datum-value">
        <span className="mono">{value}</span>
        {copy}
      </span>
      {notes.map((note) => (
        <span key={note} className="hint">
          {note}
        </span>
      ))}
    </dd>
  </div>
);
