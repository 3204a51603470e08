import { request } from 'node:http';
import { expect, test } from 'vitest';
import { createApi } from '../harness/api.ts';
import { mailedLink } from '../harness/provision.ts';
import { startTestService } from './service.ts';

/** By Node's own client, since `fetch` does not let Host be set. */
const post = (url: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject).end();
  });

test('links lead to the public URL, and its pages may verify there', async () => {
  await using service = await startTestService({ publicUrl: 'https://smtp.example' });
  const api = createApi({ url: service.url });
  await api.createUser({ list: 'default' }, { authorizedDomains: 'acme.test' });
  const link = await mailedLink(api, 'default', { kind: 'domain', value: 'acme.test' });
  expect(link).toMatch(/^https:\/\/smtp\.example\/verify\/[\w-]+$/);

  const here = service.url + new URL(link).pathname;
  const behind = { host: 'smtp.example', origin: 'https://smtp.example' };
  expect(await post(here, { ...behind, origin: 'https://evil.example' })).toBe(403);
  expect(await post(here, { ...behind, host: 'evil.example' })).toBe(403);
  expect(await post(here, behind)).toBe(200);
});
