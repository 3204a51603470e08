/** Light, dark or as the system has it. `public/theme.js` applies it before the first paint. */

import { useSetting } from './storage.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const useTheme = (): [theme: Theme, set: (theme: Theme) => void] => {
  const [theme, set] = useSetting('theme', 'system');
  return [
    THEMES.find((one) => one === theme) ?? 'system',
    (next) => {
      set(next);
      if (next === 'system') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = next;
    },
  ];
};
