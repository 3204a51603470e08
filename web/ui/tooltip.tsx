/** More words on what is pointed at or has the focus. Only an addition: a finger never sees them. */

import {
  cloneElement,
  lazy,
  Suspense,
  useEffect,
  useId,
  useState,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
} from 'react';

const TooltipPopup = lazy(() =>
  import('./tooltip-popup.tsx').then(({ TooltipPopup }) => ({ default: TooltipPopup })),
);

const DELAY_MS = 400;

/** `children` is one element that can have the focus; the words are its description, whether they are seen or not. */
export const Tooltip = ({
  words,
  children,
}: {
  words: string;
  children: ReactElement<HTMLAttributes<HTMLElement>>;
}): ReactNode => {
  const id = useId();
  const [pointed, setPointed] = useState<Element | null>(null);
  const [shown, setShown] = useState<Element | null>(null);
  useEffect(() => {
    if (!pointed) return;
    const timer = setTimeout(() => setShown(pointed), DELAY_MS);
    return () => clearTimeout(timer);
  }, [pointed]);
  const hide = (): void => {
    setPointed(null);
    setShown(null);
  };
  return (
    <>
      {cloneElement(children, {
        'aria-description': words,
        onPointerEnter: (event) => event.pointerType !== 'touch' && setPointed(event.currentTarget),
        onPointerLeave: hide,
        onPointerDown: hide,
        onFocus: (event) => event.currentTarget.matches(':focus-visible') && setShown(event.currentTarget),
        onBlur: hide,
        onKeyDown: (event) => event.key === 'Escape' && hide(),
      })}
      {shown && (
        <Suspense fallback={null}>
          <TooltipPopup anchor={shown} words={words} id={id} />
        </Suspense>
      )}
    </>
  );
};
