/** The sheet behind `?`: the keyboard table, as it is bound. */

import { Fragment, type ReactNode } from 'react';

import { KEYS } from '../keys.ts';
import { useSetting } from '../storage.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Switch } from '../ui/switch.tsx';
import './keys-sheet.css';

export const KeysSheet = ({ onClose }: { onClose(): void }): ReactNode => {
  const [singles, setSingles] = useSetting('single-keys', 'on');
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keyboard shortcuts"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {[...Map.groupBy(KEYS, ({ group }) => group)].map(([group, rows]) => (
        <Fragment key={group}>
          <h3>{group}</h3>
          <dl className="keys-sheet">
            {rows.map(({ id, keys, words }) => (
              <Fragment key={id}>
                <dt>
                  {namesOf(keys).map((name, index) => (
                    <Fragment key={name + String(index)}>
                      {index > 0 && ' '}
                      <kbd>{name}</kbd>
                    </Fragment>
                  ))}
                </dt>
                <dd>{words}</dd>
              </Fragment>
            ))}
          </dl>
        </Fragment>
      ))}
      <Switch
        label="Single-key shortcuts"
        checked={singles !== 'off'}
        onChange={(on) => setSingles(on ? 'on' : 'off')}
        hint="Keys without Ctrl or Command. Switch them off if you dictate, or press them by mistake."
      />
    </Dialog>
  );
};

const NAMES: Partial<Record<string, string>> = { Mod: 'Ctrl', Escape: 'Esc', enter: 'Enter' };

const namesOf = (keys: string): string[] =>
  keys.split(/[ +]/).map((key) => NAMES[key] ?? (keys.startsWith('Mod+') ? key.toUpperCase() : key));
