/** How often a rule refused lately, each count a link to those sessions. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { paths } from '../../paths.ts';
import { Time } from '../../ui/time.tsx';
import type { Lately, Refusals } from './use-refusals.ts';

export const RefusalLinks = ({
  rule,
  list,
  refusals,
}: {
  rule: string;
  list: string;
  refusals: Refusals;
}): ReactNode => {
  if (!refusals.loaded) return null;
  const { listed, unlisted } = refusals.of(rule);
  if (!listed && !unlisted) return <span className="dim">not lately</span>;
  return (
    <span className="refusal-links">
      {listed && <Count rule={rule} lately={listed} href={paths.sessions(list, undefined, { rule })} />}
      {unlisted && (
        <Count
          rule={rule}
          lately={unlisted}
          href={paths.sessions(list, undefined, { rule, unlisted: 'true' })}
          nobody
        />
      )}
    </span>
  );
};

const Count = ({
  rule,
  lately,
  href,
  nobody = false,
}: {
  rule: string;
  lately: NonNullable<Lately>;
  href: string;
  nobody?: boolean;
}): ReactNode => (
  <span>
    <Link href={href}>
      {lately.count} {lately.count === 1 ? 'time' : 'times'}
      {nobody && ' without a list'}
      <span className="visually-hidden"> by {rule}: see the sessions</span>
    </Link>
    <span className="dim">
      , last <Time at={lately.lastAt} />
    </span>
  </span>
);
