/** Routes of the faults of a list. */

import type { faultOperations } from '../contract/faults.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';

export const faultHandlers = ({ faults }: Services): Handlers<typeof faultOperations> => ({
  getFaults: ({ params }) => ({ status: 200, body: [...faults.get(params.list)] }),

  putFaults({ params, body }) {
    faults.set(params.list, body);
    return { status: 200, body };
  },

  deleteFaults({ params }) {
    faults.set(params.list, []);
    return { status: 204, body: undefined };
  },
});
