/** The menu itself, loaded when one is first opened. */

import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';

import { Icon, type IconName } from './icon.tsx';
import './menu.css';
import type { MenuEntry, MenuProps } from './menu.tsx';

/** Opens at once: it takes the place of the trigger that was just used. */
export const MenuPopup = ({ trigger, entries, align = 'start', side = 'bottom' }: MenuProps): ReactNode => (
  <Base.Root defaultOpen>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className="menu-positioner" sideOffset={4} align={align} side={side}>
        <Base.Popup className="menu">
          {entries.map((entry, index) => (
            <Entry key={'label' in entry ? entry.label : index} entry={entry} />
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

const Entry = ({ entry }: { entry: MenuEntry }): ReactNode => {
  const [, navigate] = useLocation();
  switch (entry.kind) {
    case 'separator':
      return <Base.Separator className="menu-separator" />;
    case 'link':
      // Through the router, so that unsaved changes are asked about.
      return (
        <Base.Item
          className="menu-item"
          // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the item's content becomes its own
          render={<a href={entry.href} />}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            navigate(entry.href);
          }}
        >
          <Mark icon={entry.icon} />
          {entry.label}
        </Base.Item>
      );
    case 'choice':
      return (
        <Base.RadioGroup value={entry.value} onValueChange={(value) => entry.onChange(String(value))}>
          <Base.GroupLabel className="menu-label">{entry.label}</Base.GroupLabel>
          {entry.choices.map(({ value, label }) => (
            <Base.RadioItem key={value} value={value} className="menu-item" closeOnClick>
              <span className="menu-mark">
                <Base.RadioItemIndicator render={<Icon name="check" />} />
              </span>
              {label}
            </Base.RadioItem>
          ))}
        </Base.RadioGroup>
      );
    case 'check':
      return (
        <Base.CheckboxItem
          className="menu-item"
          checked={entry.checked}
          onCheckedChange={(on) => entry.onChange(on)}
        >
          <span className="menu-mark">
            <Base.CheckboxItemIndicator render={<Icon name="check" />} />
          </span>
          {entry.label}
        </Base.CheckboxItem>
      );
    default:
      return (
        <Base.Item
          className={entry.danger ? 'menu-item menu-danger' : 'menu-item'}
          disabled={entry.disabled ?? false}
          onClick={entry.onSelect}
        >
          <Mark icon={entry.icon} />
          {entry.label}
        </Base.Item>
      );
  }
};

const Mark = ({ icon }: { icon: IconName | undefined }): ReactNode => (
  <span className="menu-mark">{icon && <Icon name={icon} />}</span>
);
