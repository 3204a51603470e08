/** Routes of SMTP+ users. */

import type { StoredUser } from '../../model/user.ts';
import type { userOperations } from '../contract/users.ts';
import { notFound } from '../problems.ts';
import type { Handlers } from '../serve.ts';
import type { Services } from '../services.ts';
import { addUser, changeUser, etag, resetPassword } from '../save-user.ts';
import { userJson } from '../views.ts';

export const userHandlers = (services: Services): Handlers<typeof userOperations> => ({
  async getUsers({ params, query }) {
    const page = await services.store.users(params.list, query);
    return { status: 200, body: { items: page.items.map(userJson), next: page.next } };
  },

  async createUser({ params, body }) {
    const added = await addUser(services, params.list, body);
    if (!added.ok) return added.error;
    const { saved, password } = added.value;
    return {
      status: 201,
      body: { user: userJson(saved), password },
      headers: { ...tag(saved.user), location: `/api/lists/${params.list}/users/${saved.user.id}` },
    };
  },

  async getUser({ params }) {
    const found = await services.store.user(params.list, params.id);
    return found
      ? { status: 200, body: userJson(found), headers: tag(found.user) }
      : notFound('user', params.id);
  },

  async updateUser({ params, body, request }) {
    const saved = await changeUser(services, params, body, request.headers.get('if-match'));
    return saved.ok
      ? { status: 200, body: userJson(saved.value), headers: tag(saved.value.user) }
      : saved.error;
  },

  async deleteUser({ params }) {
    const gone = await services.store.deleteUser(params.list, params.id);
    return gone ? { status: 204, body: undefined } : notFound('user', params.id);
  },

  async resetPassword({ params }) {
    const reset = await resetPassword(services, params);
    if (!reset.ok) return reset.error;
    await services.relay.forgive(reset.value.saved.user.username);
    return { status: 200, body: { password: reset.value.password }, headers: tag(reset.value.saved.user) };
  },
});

const tag = (user: StoredUser): Record<string, string> => ({ etag: etag(user) });
