/** Routes of the senders of a list. */

import type { senderOperations } from '../contract/senders.ts';
import { notFound, problem } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';
import { senderJson } from '../views.ts';

export const senderHandlers = ({ store, verification }: Services): Handlers<typeof senderOperations> => ({
  async getSenders({ params, query }) {
    const page = await store.senders(params.list, query);
    return { status: 200, body: { items: page.items.map(senderJson), next: page.next } };
  },

  async resendVerification({ params }) {
    const sender = await store.sender(params.list, params.id);
    if (!sender) return notFound('sender', params.id);
    if (sender.status === 'verified')
      return problem('already-verified', `"${sender.value}" is verified; there is nothing to ask its owner`);
    await verification.ask([sender]);
    return { status: 202, body: senderJson((await store.sender(params.list, params.id)) ?? sender) };
  },
});
