/** The list that the pages are about: the one in the path, else the last that was. */

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'wouter';

import { DEFAULT_LIST } from '../../src/model/list.ts';
import type { ListJson } from '../../src/http/contract/lists.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import { readSetting, writeSetting } from '../storage.ts';

/** The id of the list. Rules and decisions stand outside of lists; there it is the one that was looked at before. */
export const useCurrentList = (): string => {
  const [path] = useLocation();
  const named = /^\/lists\/([^/]+)/.exec(path)?.[1];
  const list = named === undefined ? null : decodeURIComponent(named);
  useEffect(() => {
    if (list !== null) writeSetting('list', list);
  }, [list]);
  return list ?? readSetting('list') ?? DEFAULT_LIST;
};

/** All lists; undefined until they are loaded. */
export const useLists = (): ListJson[] | undefined =>
  useQuery({ queryKey: keys.lists, queryFn: ({ signal }) => api.lists.list(signal) }).data;

/** The list's name, or its id where that is all that is known. */
export const useListName = (list: string): string => useLists()?.find(({ id }) => id === list)?.name ?? list;
