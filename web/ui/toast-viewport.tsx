/** Where notes appear, loaded with the first one. */

import { Toast } from '@base-ui/react/toast';
import { useEffect, type ReactNode } from 'react';

import { Button } from './button.tsx';
import './toast.css';
import type { Note } from './toast.tsx';

const manager = Toast.createToastManager();

/** `onReady` is told once notes can be shown. */
export const ToastViewport = ({ onReady }: { onReady(show: (note: Note) => void): void }): ReactNode => {
  useEffect(() => onReady(show), [onReady]);
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label="Notes">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
};

const Toasts = (): ReactNode =>
  Toast.useToastManager().toasts.map((one) => (
    <Toast.Root key={one.id} toast={one} className="toast">
      <Toast.Content className="toast-content">
        <Toast.Title className="toast-title" />
        <Toast.Description className="toast-words" />
      </Toast.Content>
      <Toast.Action render={<Button size="small" />} />
      <Toast.Close
        // Base UI hides it until the toasts are spread out, though Tab gets there.
        aria-hidden={false}
        render={
          <Button kind="quiet" size="small" icon="close" iconOnly>
            Close
          </Button>
        }
      />
    </Toast.Root>
  ));

const show = ({ title, description, action, kind = 'note' }: Note): void => {
  const id: string = manager.add({
    title,
    ...(description === undefined ? {} : { description }),
    type: kind,
    priority: kind === 'alert' ? 'high' : 'low',
    timeout: action ? 10_000 : 5_000,
    ...(action ? { actionProps: { children: action.label, onClick: () => act(id, action.onClick) } } : {}),
  });
};

const act = (id: string, onClick: () => void): void => {
  manager.close(id);
  onClick();
};
