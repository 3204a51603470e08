/** A query's three ends in one place: still loading, failed with the way out, or there. */

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ProblemNotice } from './problem-notice.tsx';
import { Skeleton } from './skeleton.tsx';

/**
 * Draws `children` with what was loaded. What was there once stays while it is asked again, also when that fails: the shell
 * says that the service is away.
 */
export const Loaded = <T,>({
  query,
  children,
  lines,
  problem,
}: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  children: (data: T) => ReactNode;
  /** Of the skeleton. */
  lines?: number;
  /** Draws an error of its own, such as what is not there; null leaves it to the notice. */
  problem?: (error: Error) => ReactNode;
}): ReactNode => {
  if (query.data !== undefined) return children(query.data);
  if (query.error)
    return (
      problem?.(query.error) ?? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
    );
  return <Skeleton {...(lines === undefined ? {} : { lines })} />;
};
