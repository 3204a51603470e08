/** Shapes that many routes share: instants, pages, filters. */

import { z } from 'zod';
import { FAULT_RULE, RULES } from '../../policy/catalogue.ts';

export const Instant = z.iso
  .datetime({ precision: 3 })
  .meta({ id: 'Instant', description: 'ISO 8601 in UTC with milliseconds' });

export const PAGE_LIMIT = { most: 1000, usual: 100 } as const;

/** Query fields of every listing. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PAGE_LIMIT.most)
    .default(PAGE_LIMIT.usual)
    .describe(`How many at most, 1 to ${PAGE_LIMIT.most}`),
  cursor: z.string().max(500).optional().describe('The "next" of the page before'),
};

export const paged = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null on the last one'),
  });

export const ListFilter = z.string().describe('Id of a list; all lists where it is left out');

const KNOWN_RULES: readonly string[] = [...RULES.map(({ id }) => id), FAULT_RULE];

export const RuleFilter = z
  .string()
  .refine((id) => KNOWN_RULES.includes(id), { error: 'is not a rule id; GET /api/rules lists them' })
  .describe('Id of a rule of the catalogue');
