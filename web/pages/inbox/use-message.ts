/** The message that is open: what the list knows of it at once, then the whole of it. */

import { useQuery } from '@tanstack/react-query';

import type { MessageDetail, MessageJson } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import { keys } from '../../query.ts';
import { ApiProblem } from '../../request.ts';

export type OpenMessage = {
  summary: MessageJson | undefined;
  data: MessageDetail | undefined;
  error: Error | null;
  refetch(): void;
  /** It is not there, or not any more. */
  gone: boolean;
};

export const useMessage = (
  id: string | undefined,
  listed: readonly MessageJson[] | undefined,
): OpenMessage => {
  const query = useQuery({
    queryKey: keys.message(id ?? ''),
    queryFn: ({ signal }) => api.messages.get(id ?? '', signal),
    enabled: id !== undefined,
    // A stored message never changes; it can only go, which an event tells.
    staleTime: Infinity,
  });
  const gone = query.error instanceof ApiProblem && query.error.status === 404;
  const data = id === undefined || gone ? undefined : query.data;
  return {
    summary: gone ? undefined : (data ?? listed?.find((message) => message.id === id)),
    data,
    error: query.error,
    refetch: () => void query.refetch(),
    gone,
  };
};
