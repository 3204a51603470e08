/** What this server is: ports, certificate, store, limits, next hop, versions, and where programs ask for more. */

import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';

import type { AboutJson } from '../../../src/http/contract/about.ts';
import type { CertificateJson, PortsJson } from '../../../src/http/contract/service.ts';
import { api } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { formatSize } from '../../parts/size.ts';
import { keys } from '../../query.ts';
import { useHealth } from '../../shell/use-health.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import './about.css';
import { hopTlsWords, keptWords, listeningWords, spanWords, unavailableWords, uptimeWords } from './words.ts';

export const AboutPage = (): ReactNode => {
  const query = useQuery({
    queryKey: keys.about,
    async queryFn({ signal }) {
      const [about, ports, certificate] = await Promise.all([
        api.about(signal),
        api.ports(signal),
        api.certificate(signal),
      ]);
      return { about, ports, certificate };
    },
    // The size of the store comes with no event of its own.
    refetchInterval: 60_000,
  });
  return (
    <Page title="About this server">
      <Loaded query={query} lines={12}>
        {({ about, ports, certificate }) => (
          <div className="about">
            <Running about={about} />
            <Ports about={about} ports={ports} />
            <Certificate certificate={certificate} />
            <Store about={about} />
            <Limits about={about} />
            <NextHop about={about} />
            <ForPrograms />
          </div>
        )}
      </Loaded>
    </Page>
  );
};

const Running = ({ about }: { about: AboutJson }): ReactNode => {
  const now = useNow();
  const { versions, startedAt } = about;
  return (
    <Card title="Service">
      <Fact name="SMTP+">{versions.smtpPlus}</Fact>
      <Fact name="Node.js">{versions.node}</Fact>
      {versions.sqlite !== null && <Fact name="SQLite">{versions.sqlite}</Fact>}
      <Fact name="Running for">
        {uptimeWords(now - Date.parse(startedAt))}
        <Note>
          since <Time at={startedAt} exact />
        </Note>
      </Fact>
      <Fact name="Login to these pages">
        {about.login ? 'by the admin password' : 'not needed on this machine'}
      </Fact>
      {about.publicUrl !== null && <Fact name="Public URL">{about.publicUrl}</Fact>}
      {about.testClock && (
        <Fact name="Clock">
          a test clock
          <Note>Its time can be moved: this is no service for real mail.</Note>
        </Fact>
      )}
    </Card>
  );
};

const Ports = ({ about, ports }: { about: AboutJson; ports: PortsJson }): ReactNode => {
  const host = useHealth().data?.smtp.host;
  const unavailable = unavailableWords(ports);
  return (
    <Card title="SMTP ports">
      {host !== undefined && <Fact name="Address">{host}</Fact>}
      <Fact name="Listening">{listeningWords(ports)}</Fact>
      {unavailable.length > 0 && (
        <Fact name="Not available">
          <ul role="list">
            {unavailable.map(({ why, ports }) => (
              <li key={why}>
                {ports}
                <Note>{why}</Note>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact name="Encryption">
        {about.tls.required ? 'STARTTLS, before a password is taken' : 'none or STARTTLS'}
      </Fact>
    </Card>
  );
};

const SOON_MS = 30 * 86_400_000;

const Certificate = ({ certificate }: { certificate: CertificateJson }): ReactNode => {
  const now = useNow();
  const left = Date.parse(certificate.validTo) - now;
  return (
    <Card title="Certificate">
      <Fact name="Made by">
        {certificate.own ? 'this service' : 'whoever issued the file of --tls-cert'}
        {certificate.own && <Note>Mail clients do not know it, and ask: compare the fingerprint there.</Note>}
      </Fact>
      <Fact name="Ends">
        <Status state={left <= 0 ? 'fail' : left < SOON_MS ? 'defer' : 'pass'}>
          <Time at={certificate.validTo} />
        </Status>
        <Note>
          <Time at={certificate.validTo} exact />
        </Note>
      </Fact>
      <Fact name="Fingerprint">
        <span className="about-fingerprint">
          <span className="mono">
            {certificate.fingerprint256.split(':').map((byte, index) => (
              <Fragment key={index}>
                {index > 0 && ':'}
                <wbr />
                {byte}
              </Fragment>
            ))}
          </span>
          <CopyButton text={certificate.fingerprint256} label="Copy fingerprint" />
        </span>
        <Note>SHA-256</Note>
      </Fact>
    </Card>
  );
};

const Store = ({ about: { store, kept } }: { about: AboutJson }): ReactNode => (
  <Card title="Store">
    <Fact name="Place">
      <span className="mono">{store.name}</span>
      {store.name === 'memory:' && <Note>Gone when the service ends.</Note>}
    </Fact>
    {store.bytes !== null && <Fact name="Size">{formatSize(store.bytes)}</Fact>}
    <Fact name="Messages are kept">{keptWords(kept.messages)}</Fact>
    <Fact name="Sessions and decisions">the newest {NUMBER.format(kept.records)} of each list</Fact>
  </Card>
);

const MIB = 1_048_576;

const Limits = ({ about: { limits } }: { about: AboutJson }): ReactNode => (
  <Card title="Limits">
    <Fact name="A message">{NUMBER.format(limits.messageBytes / MIB)} MiB</Fact>
    <Fact name="Recipients of a message">{NUMBER.format(limits.recipients)}</Fact>
    <Fact name="Connections at once">{NUMBER.format(limits.connections)}</Fact>
  </Card>
);

const NextHop = ({ about: { nextHop } }: { about: AboutJson }): ReactNode => (
  <Card title="Next hop">
    {nextHop === null ? (
      <Fact name="Messages">
        stay in the inbox
        <Note>
          Start with <code>--next-hop=smtp://host:port</code> to have them go on.
        </Note>
      </Fact>
    ) : (
      <>
        <Fact name="Server">{nextHop.hop}</Fact>
        <Fact name="Encryption">{hopTlsWords(nextHop)}</Fact>
        <Fact name="Login">{nextHop.login ? 'with user name and password' : 'none'}</Fact>
        <Fact name="A message is tried for">{spanWords(nextHop.expiryMs)}</Fact>
      </>
    )}
  </Card>
);

const PROGRAMS = [
  ['API', '/api/openapi.json', 'described by OpenAPI 3.1'],
  ['Metrics', '/metrics', 'for Prometheus'],
  ['Health', '/api/health', 'whether it lives, and which ports listen'],
  ['Readiness', '/api/ready', 'whether new work may be sent to it'],
] as const;

const ForPrograms = (): ReactNode => (
  <Card title="For programs">
    {PROGRAMS.map(([name, path, words]) => (
      <Fact key={path} name={name}>
        <a href={path}>{path}</a>
        <Note>{words}</Note>
      </Fact>
    ))}
  </Card>
);

const Card = ({ title, children }: { title: string; children: ReactNode }): ReactNode => (
  <section className="card card-pad" aria-label={title}>
    <h2>{title}</h2>
    <dl>{children}</dl>
  </section>
);

const Fact = ({ name, children }: { name: string; children: ReactNode }): ReactNode => (
  <div className="about-fact">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Note = ({ children }: { children: ReactNode }): ReactNode => <span className="hint">{children}</span>;

const NUMBER = new Intl.NumberFormat('en');
