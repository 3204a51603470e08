import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { createTestApi } from './api.test-kit.ts';

type Document = {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};

/** Routes under an API path that the description does not hold. */
const undescribed = (routes: { method: string; path: string }[], { paths }: Document): string[] =>
  routes
    .filter(
      ({ method, path }) =>
        method !== 'ALL' && method !== 'OPTIONS' && /^(\/lists\/:list)?\/api\//.test(path),
    )
    .filter(({ method, path }) => !paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()])
    .map(({ method, path }) => `${method} ${path}`);

describe('GET /api/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const { get } = createTestApi();
    const { status, body } = await get<unknown>('/api/openapi.json');
    expect(status).toBe(200);
    const validator = new Validator();
    expect(await validator.validate(body as Record<string, unknown>)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('describes every route of the app', async () => {
    const { app, get } = createTestApi();
    const { body } = await get<Document>('/api/openapi.json');
    expect(app.routes.filter(({ method }) => method === 'GET').length).toBeGreaterThan(15);
    expect(undescribed(app.routes, body)).toEqual([]);
    const planted = { method: 'GET', path: '/api/planted' };
    expect(undescribed([...app.routes, planted], body)).toEqual(['GET /api/planted']);
  });

  it('names the problems of each operation by their codes', async () => {
    const { body } = await createTestApi().get<Document>('/api/openapi.json');
    expect(body.paths['/api/lists/{list}/users']?.['post']?.responses['409']).toMatchObject({
      description: expect.stringMatching(/username-taken.*sender-not-verified/),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
  });

  it('refuses other methods and names its own', async () => {
    const { call } = createTestApi();
    const answer = await call('POST', '/api/openapi.json');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });
});
