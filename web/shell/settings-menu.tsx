/** Settings of this browser: light or dark, and the single keys. */

import type { ReactNode } from 'react';

import { useSetting } from '../storage.ts';
import { THEMES, useTheme, type Theme } from '../theme.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';

const WORDS: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export const SettingsMenu = ({
  onKeys,
  side = 'bottom',
}: {
  onKeys(): void;
  side?: 'top' | 'bottom';
}): ReactNode => {
  const [theme, setTheme] = useTheme();
  const [singles, setSingles] = useSetting('single-keys', 'on');
  return (
    <Menu
      align="end"
      side={side}
      trigger={
        <Button kind="quiet" size="small" icon="settings" iconOnly>
          Settings
        </Button>
      }
      entries={[
        {
          kind: 'choice',
          label: 'Colours',
          value: theme,
          choices: THEMES.map((value) => ({ value, label: WORDS[value] })),
          onChange: (value) => setTheme(value as Theme),
        },
        { kind: 'separator' },
        {
          kind: 'check',
          label: 'Single-key shortcuts',
          checked: singles !== 'off',
          onChange: (on) => setSingles(on ? 'on' : 'off'),
        },
        { label: 'Keyboard shortcuts', onSelect: onKeys },
      ]}
    />
  );
};
