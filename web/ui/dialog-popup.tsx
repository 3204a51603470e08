/** The dialogs themselves, loaded when one is first opened. */

import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { useRef, useState, type ReactNode } from 'react';

import { Button } from './button.tsx';
import './dialog.css';
import type { AlertDialogProps, DialogProps } from './dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';

export const DialogPopup = ({
  open,
  onClose,
  title,
  children,
  description,
  footer,
  kept = false,
  wide = false,
  initialFocus,
  finalFocus,
}: DialogProps): ReactNode => (
  <BaseDialog.Root
    open={open}
    disablePointerDismissal={kept}
    onOpenChange={(next, details) => {
      if (kept && details.reason === 'escape-key') details.cancel();
      else if (!next) onClose();
    }}
  >
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className="dialog-backdrop" />
      <BaseDialog.Popup
        className={wide ? 'dialog dialog-wide' : 'dialog'}
        initialFocus={initialFocus}
        finalFocus={finalFocus}
      >
        <BaseDialog.Title className="dialog-title">{title}</BaseDialog.Title>
        {description && (
          <BaseDialog.Description className="dialog-words">{description}</BaseDialog.Description>
        )}
        {children}
        {footer && <div className="dialog-footer">{footer}</div>}
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  </BaseDialog.Root>
);

export const AlertDialogPopup = ({
  open,
  onClose,
  title,
  children,
  confirm,
  cancel = 'Cancel',
  onConfirm,
  finalFocus,
}: AlertDialogProps): ReactNode => {
  const cancelButton = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const act = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <BaseAlert.Root
      open={open}
      onOpenChange={(next) => {
        if (next || busy) return;
        setProblem(null);
        onClose();
      }}
    >
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className="dialog-backdrop" />
        <BaseAlert.Popup className="dialog" initialFocus={cancelButton} finalFocus={finalFocus}>
          <BaseAlert.Title className="dialog-title">{title}</BaseAlert.Title>
          <BaseAlert.Description className="dialog-words" render={<div />}>
            {children}
          </BaseAlert.Description>
          {problem !== null && <ProblemNotice error={problem} />}
          <div className="dialog-footer">
            <BaseAlert.Close render={<Button ref={cancelButton}>{cancel}</Button>} />
            <Button kind="danger" disabled={busy} onClick={() => void act()}>
              {confirm}
            </Button>
          </div>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
};
