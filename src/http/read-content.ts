/** The stored bytes of a message, whole. */

import type { Store } from '../store/store.ts';
import { join } from './body.ts';

/** 25 MiB at most; none of a message that was deleted since it was found. */
export const readContent = async (store: Store, id: string): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await store.content(id)) ?? []) pieces.push(piece);
  return join(pieces);
};
