/** A dialog, and one that asks before something that cannot be undone. Focus goes in, stays in, and comes back. */

import { lazy, Suspense, useState, type ReactNode, type RefObject } from 'react';

type Common = {
  open: boolean;
  onClose(): void;
  /** The dialog's name. */
  title: string;
  children?: ReactNode;
  /** What gets the focus on opening; the first that can have it where it is left out. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** What gets the focus afterwards, where what opened the dialog is gone by then. */
  finalFocus?: RefObject<HTMLElement | null>;
};

export type DialogProps = Common & {
  description?: ReactNode;
  /** The buttons. */
  footer?: ReactNode;
  /** Closes by its own buttons only: not by Esc, nor by a click beside it. */
  kept?: boolean;
  wide?: boolean;
};

export type AlertDialogProps = Omit<Common, 'initialFocus'> & {
  /** What the button that does it says. */
  confirm: string;
  cancel?: string;
  /** May take its time; what it throws is shown in place, and the dialog closes once it has ended well. */
  onConfirm(): Promise<unknown> | void;
};

export const Dialog = (props: DialogProps): ReactNode =>
  useOnceOpen(props.open) && suspended(<DialogPopup {...props} />);

/** Asks, with the focus on Cancel. `children` name what goes and what stops working. */
export const AlertDialog = (props: AlertDialogProps): ReactNode =>
  useOnceOpen(props.open) && suspended(<AlertDialogPopup {...props} />);

const load = () => import('./dialog-popup.tsx');
const DialogPopup = lazy(() => load().then(({ DialogPopup }) => ({ default: DialogPopup })));
const AlertDialogPopup = lazy(() => load().then(({ AlertDialogPopup }) => ({ default: AlertDialogPopup })));

const suspended = (popup: ReactNode): ReactNode => <Suspense fallback={null}>{popup}</Suspense>;

/** True from the first opening on, so that a dialog can also fade out. */
const useOnceOpen = (open: boolean): boolean => {
  const [once, setOnce] = useState(open);
  if (open && !once) setOnce(true);
  return once;
};
