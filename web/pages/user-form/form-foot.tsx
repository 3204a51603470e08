/** The buttons at the foot of the form, always in sight. */

import type { ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';

export const FormFoot = ({
  busy,
  news,
  onCancel,
  onDelete,
}: {
  busy: boolean;
  news: string | null;
  onCancel(): void;
  onDelete?: () => void;
}): ReactNode => (
  <div className="form-foot">
    <Button kind="primary" type="submit" aria-disabled={busy || undefined}>
      Save
    </Button>
    <Button onClick={onCancel}>Cancel</Button>
    <span role="status" className="form-news">
      {news}
    </span>
    {onDelete && (
      <Button icon="delete" className="form-delete" onClick={onDelete}>
        Delete user
      </Button>
    )}
  </div>
);
