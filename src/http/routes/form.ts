/** The route of the online form. */

import { formatAddress, parseAddress } from '../../model/address.ts';
import { FORM_BACK_ENDS } from '../../model/online-form/back-ends.ts';
import type { FieldErrorJson } from '../contract/problem.ts';
import type { formOperations } from '../contract/form.ts';
import { invalid, problem } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';

export const formHandlers = ({ store, submit }: Services): Handlers<typeof formOperations> => ({
  async submitForm({ params, body }) {
    const { backEnd, username, password, visitor } = body;
    const known = await store.userByName(username);
    if (known && known.user.list !== params.list)
      return invalid([{ field: 'username', message: `"${username}" is a user of another list` }]);
    // Read strictly: a mailer would take several addresses, and more, out of one text.
    const shop = parseAddress(body.address);
    const from = parseAddress(visitor.address);
    if (!shop.ok || !from.ok)
      return invalid([
        ...(shop.ok ? [] : [{ field: 'address', message: shop.error.message }]),
        ...(from.ok ? [] : [{ field: 'visitor.address', message: from.error.message }]),
      ] satisfies FieldErrorJson[]);
    const mail = FORM_BACK_ENDS[backEnd](
      { ...visitor, address: formatAddress(from.value) },
      formatAddress(shop.value),
    );
    const submitted = await submit(mail, { username, password });
    if (!submitted.ok) return problem('submission-failed', submitted.error.message);
    const { accepted, reply } = submitted.value;
    const [, rule = null, decisionId = null] = NAMED.exec(reply) ?? [];
    return { status: 200, body: { accepted, reply, rule: rule === 'accept' ? null : rule, decisionId } };
  },
});

/** What each reply of the service's policy ends with (`policy/reply.ts`). */
const NAMED = /\[([a-z.-]+) (d_[0-9a-z]+)\]\s*$/;
