/** Settings of this browser: light or dark, the single keys, and the end of its login. */

import type { ReactNode } from 'react';

import { logOut } from '../log-out.ts';
import { paths } from '../paths.ts';
import { useSetting } from '../storage.ts';
import { THEMES, useTheme, type Theme } from '../theme.ts';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { useHealth } from './use-health.ts';

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
  const loggedIn = useHealth().data?.login === true;
  const leave: MenuEntry[] = [{ kind: 'separator' }, { label: 'Log out', onSelect: logOut }];
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
        { kind: 'link', label: 'About this server', href: paths.about() },
        ...(loggedIn ? leave : []),
      ]}
    />
  );
};
