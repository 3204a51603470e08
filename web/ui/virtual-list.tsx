/** A list of any length whose rows are links, of which only those in sight are made; `j`, `k` and Enter go through it. */

import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'wouter';

import { useKey } from '../keys.ts';
import { classNames } from './class-names.ts';
import './virtual-list.css';

export type VirtualListProps<T> = {
  items: readonly T[];
  /** The list's name. */
  label: string;
  idOf(item: T): string;
  /** Where the row leads. */
  hrefOf(item: T): string;
  /** What stands in the row; no links or buttons within. */
  children: (item: T) => ReactNode;
  /** Of each row, in CSS pixels. */
  rowHeight: number;
  /** The row that is open beside the list. */
  selected?: string | null | undefined;
  /** Called when the end comes into sight: load more. */
  onEnd?: (() => void) | undefined;
  /** How many there are in all, where more may be loaded. */
  total?: number | undefined;
  /** Whether the list stands at its top, where new rows may come in without a jump. */
  onTop?: ((atTop: boolean) => void) | undefined;
  /** Selecting replaces the URL instead of adding to the history, as while one is open already. */
  replace?: boolean;
  /** What `j` and `k` do while something is open and the focus is not in the list: go from it to the next one. */
  onStep?: ((by: 1 | -1) => void) | undefined;
};

export const VirtualList = <T,>({
  items,
  label,
  idOf,
  hrefOf,
  children,
  rowHeight,
  selected,
  onEnd,
  total,
  onTop,
  replace = false,
  onStep,
}: VirtualListProps<T>): ReactNode => {
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const found = items.findIndex((item) => idOf(item) === (current ?? selected));
  const active = found === -1 ? 0 : found;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => idOf(items[index]!),
    overscan: 8,
    // The row that has the focus stays, wherever the list is scrolled to.
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), active), [active]),
  });
  const rows = virtual.getVirtualItems();

  const go = (index: number): void => {
    const item = items[Math.max(0, Math.min(index, items.length - 1))];
    if (item === undefined) return;
    // At once, since the next key goes by where the focus is: two quick `j` are two rows, and Enter opens the second.
    flushSync(() => setCurrent(idOf(item)));
    rowOf(scroller.current, idOf(item))?.focus({ preventScroll: true });
    virtual.scrollToIndex(items.indexOf(item));
  };
  const inside = (): boolean => scroller.current?.contains(document.activeElement) ?? false;
  // The first step from elsewhere goes to the row itself, not past it.
  const step = (by: 1 | -1): void => {
    if (inside()) go(active + by);
    else if (onStep) onStep(by);
    else go(active);
  };
  useKey('next', () => step(1), items.length > 0);
  useKey('previous', () => step(-1), items.length > 0);

  const end = rows.at(-1)?.index === items.length - 1 && items.length > 0;
  const latestEnd = useRef(onEnd);
  useEffect(() => void (latestEnd.current = onEnd));
  useEffect(() => {
    if (end) latestEnd.current?.();
  }, [end, items.length]);

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it hears the keys of the links in it
    <div
      ref={scroller}
      className="virtual-list"
      onScroll={(event) => onTop?.(event.currentTarget.scrollTop < rowHeight / 2)}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        go(step(active, items.length, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight)));
      }}
    >
      <div role="list" aria-label={label} className="virtual-rows" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start, key }) => {
          const item = items[index]!;
          const id = idOf(item);
          return (
            <div
              key={key}
              role="listitem"
              aria-setsize={total ?? items.length}
              aria-posinset={index + 1}
              className="virtual-row"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <Link
                href={hrefOf(item)}
                replace={replace}
                data-id={id}
                tabIndex={index === active ? 0 : -1}
                aria-current={id === selected ? 'true' : undefined}
                className={classNames('row', id === selected && 'row-selected')}
                onFocus={() => setCurrent(id)}
              >
                {children(item)}
              </Link>
            </div>
          );
        })}
      </div>
    </div>
  );
};

const STEPS: Partial<Record<string, (active: number, count: number, page: number) => number>> = {
  ArrowDown: (active) => active + 1,
  ArrowUp: (active) => active - 1,
  PageDown: (active, _, page) => active + page,
  PageUp: (active, _, page) => active - page,
  Home: () => 0,
  End: (_, count) => count - 1,
};

const rowOf = (scroller: HTMLElement | null, id: string): HTMLElement | null =>
  scroller?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? null;

const withRow = (rows: number[], active: number): number[] =>
  rows.includes(active) || rows.length === 0 ? rows : [...rows, active].toSorted((a, b) => a - b);
