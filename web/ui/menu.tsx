/** A button that opens a menu of things to do, places to go, or settings. */

import {
  cloneElement,
  lazy,
  Suspense,
  useState,
  type ComponentProps,
  type ReactElement,
  type ReactNode,
} from 'react';

import type { IconName } from './icon.tsx';

export type MenuEntry =
  | {
      kind?: 'action';
      label: string;
      icon?: IconName;
      danger?: boolean;
      disabled?: boolean;
      onSelect(): void;
    }
  | { kind: 'link'; label: string; icon?: IconName; href: string }
  | {
      kind: 'choice';
      label: string;
      value: string;
      choices: readonly { value: string; label: string }[];
      onChange(value: string): void;
    }
  | { kind: 'check'; label: string; checked: boolean; onChange(checked: boolean): void }
  | { kind: 'separator' };

export type MenuProps = {
  /** An element that takes a button's props, such as `<Button>`. */
  trigger: ReactElement<ComponentProps<'button'>>;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
};

const load = () => import('./menu-popup.tsx');
const MenuPopup = lazy(() => load().then(({ MenuPopup }) => ({ default: MenuPopup })));

/** A plain button until it is first used: most menus never are, and what makes them is not small. */
export const Menu = (props: MenuProps): ReactNode => {
  const [used, setUsed] = useState(false);
  const open = (): void => setUsed(true);
  const plain = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: open,
    onKeyDown(event) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      open();
    },
  });
  return used ? (
    <Suspense fallback={plain}>
      <MenuPopup {...props} />
    </Suspense>
  ) : (
    plain
  );
};
