/** How the service is; asked again when the connection comes back. */

import { useQuery } from '@tanstack/react-query';

import { api } from '../api.ts';
import { keys } from '../query.ts';

export const useHealth = () =>
  useQuery({ queryKey: keys.health, queryFn: ({ signal }) => api.health(signal), refetchInterval: 60_000 });
