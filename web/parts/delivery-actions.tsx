/** What can be done with a message that waits for the next hop: have it tried now, or given up. */

import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import type { DeliveryJson } from '../../src/http/contract/way.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import { Button } from '../ui/button.tsx';
import { AlertDialog } from '../ui/dialog.tsx';
import { describeProblem } from '../ui/problem-notice.tsx';
import { toast } from '../ui/toast.tsx';
import './delivery.css';
import { isWaiting } from './delivery-words.ts';

export const DeliveryActions = ({
  list,
  delivery,
  subject,
}: {
  list: string;
  delivery: DeliveryJson;
  subject: string;
}): ReactNode => {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { id } = delivery;
  const changed = (): Promise<unknown> =>
    Promise.all(
      [keys.queue(list), keys.message(id)].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  const retry = (): void => {
    api.queue.retry(id).then(changed, (error: unknown) => {
      const { title, words } = describeProblem(error);
      toast({ kind: 'alert', title, description: words });
      return changed();
    });
  };
  const giveUp = async (): Promise<void> => {
    await api.queue.giveUp(id);
    await changed();
  };
  if (!isWaiting(delivery)) return null;
  return (
    <span className="delivery-actions">
      <Button size="small" icon="refresh" onClick={retry}>
        Retry now
      </Button>
      <Button size="small" icon="close" onClick={() => setAsking(true)}>
        Give up
      </Button>
      <AlertDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Give “${subject}” up?`}
        confirm="Give up"
        onConfirm={giveUp}
      >
        <p>
          It is not tried any more for those who still wait for it, and its sender is told by a bounce in this
          inbox. The message itself stays here. This cannot be undone.
        </p>
      </AlertDialog>
    </span>
  );
};
