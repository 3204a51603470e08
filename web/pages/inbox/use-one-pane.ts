/** Whether the window has place for the list or a message, not for both. */

import { useSyncExternalStore } from 'react';

/** As in `inbox.css`. */
const media = matchMedia('(max-width: 999px)');

export const useOnePane = (): boolean => useSyncExternalStore(subscribe, () => media.matches);

const subscribe = (listener: () => void): (() => void) => {
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};
