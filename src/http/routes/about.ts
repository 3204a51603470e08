/** Routes that tell whether the service is ready, and what it is. */

import type { aboutOperations } from '../contract/about.ts';
import { problem } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';
import { iso } from '../views.ts';

export const aboutHandlers = ({ notReady, about }: Services): Handlers<typeof aboutOperations> => ({
  async getReady() {
    const reasons = (await notReady?.()) ?? [];
    return reasons.length === 0
      ? { status: 200, body: { status: 'ready' } }
      : problem('not-ready', reasons.join('; '), { headers: { 'retry-after': '5' } });
  },

  async getAbout() {
    if (!about) return problem('not-found', 'this service tells nothing of itself');
    const told = await about();
    return { status: 200, body: { ...told, startedAt: iso(told.startedAt) } };
  },
});
