/** The user of a decision as it is now: what was refused then may be mended by now. */

import { useQuery } from '@tanstack/react-query';

import type { DecisionJson } from '../../src/http/contract/decisions.ts';
import type { UserJson } from '../../src/http/contract/users.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';

/** null where there is none (any more), undefined while that is not known. */
export const useDecisionUser = ({
  list,
  username,
}: Pick<DecisionJson, 'list' | 'username'>): UserJson | null | undefined => {
  const known = list !== null && username !== null;
  const { data } = useQuery({
    queryKey: keys.users(list ?? ''),
    queryFn: ({ signal }) => api.users.list(list ?? '', signal),
    enabled: known,
  });
  if (!known) return null;
  // User names compare without ASCII case.
  return data && (data.find((user) => user.username.toLowerCase() === username.toLowerCase()) ?? null);
};
