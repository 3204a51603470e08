/** Asks before unsaved changes are left. */

import type { ReactNode } from 'react';

import { leave, stay, useLeaving } from '../leave-guard.ts';
import { AlertDialog } from '../ui/dialog.tsx';

export const LeaveDialog = (): ReactNode => {
  const leaving = useLeaving();
  return (
    <AlertDialog
      open={leaving !== null}
      onClose={stay}
      title="Leave without saving?"
      cancel="Stay"
      confirm="Leave"
      onConfirm={leave}
    >
      <p>{leaving?.words}</p>
    </AlertDialog>
  );
};
