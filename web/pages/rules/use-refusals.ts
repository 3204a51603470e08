/** How often each rule refused lately: in a list, and of clients that belong to none. */

import { useQuery } from '@tanstack/react-query';

import { api } from '../../api.ts';
import { keys } from '../../query.ts';

/** Of one rule; null where it did not refuse. */
export type Lately = { count: number; lastAt: string } | null;

export type Refusals = {
  /** False until it is known. */
  loaded: boolean;
  of(rule: string): { listed: Lately; unlisted: Lately };
};

export const useRefusals = (list: string): Refusals => {
  const listed = useQuery({
    queryKey: keys.refusals(list),
    queryFn: ({ signal }) => api.rules.refusals(list, signal),
  });
  const unlisted = useQuery({
    queryKey: keys.refusals(''),
    queryFn: ({ signal }) => api.rules.refusals(null, signal),
  });
  return {
    loaded: listed.data !== undefined && unlisted.data !== undefined,
    of: (rule) => ({
      listed: listed.data?.items.find((one) => one.rule === rule) ?? null,
      unlisted: unlisted.data?.items.find((one) => one.rule === rule) ?? null,
    }),
  };
};
