/** Tabs whose choice is the page's to keep, as in the URL. */

import { Tabs as Base } from '@base-ui/react/tabs';
import { useEffect, useRef, type ReactNode } from 'react';

import './tabs.css';

export type Tab<Id extends string> = {
  id: Id;
  label: string;
  /** Stands behind the label: how many there are. */
  count?: number | undefined;
  /** Made only while it is shown. */
  content: ReactNode;
};

export const Tabs = <Id extends string>({
  tabs,
  value,
  onChange,
  label,
}: {
  tabs: readonly Tab<Id>[];
  value: Id;
  onChange(id: Id): void;
  /** What the tabs are about, for those who do not see it. */
  label: string;
}): ReactNode => {
  const active = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (active.current) showInBar(active.current);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another tab is chosen by it
  }, [value]);
  return (
    <Base.Root className="tabs" value={value} onValueChange={(id) => onChange(id as Id)}>
      <Base.List className="tabs-list" aria-label={label} activateOnFocus={false}>
        {tabs.map(({ id, label, count }) => (
          <Base.Tab key={id} value={id} className="tab" ref={id === value ? active : undefined}>
            {label}
            {count !== undefined && <span className="tab-count">{count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ id, content }) => (
        <Base.Panel key={id} value={id} className="tab-panel">
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
};

/** Where not all have place, the chosen one goes to the middle of the bar; the page stays where it is. */
const showInBar = (tab: HTMLElement): void => {
  const bar = tab.parentElement;
  if (!bar) return;
  const [inner, outer] = [tab.getBoundingClientRect(), bar.getBoundingClientRect()];
  bar.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
};
