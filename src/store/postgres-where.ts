/** Conditions of a PostgreSQL query with their values, put together one by one. */

/** Each `?` of a condition becomes the number that PostgreSQL wants. */
export type Where = {
  text: string;
  values: readonly unknown[];
  and(condition: string, ...more: unknown[]): Where;
};

const where = (text: string, values: readonly unknown[]): Where => ({
  text,
  values,
  and(condition, ...more) {
    let at = values.length;
    const numbered = condition.replace(/\?/g, () => `$${++at}`);
    return where(`${text === '' ? 'WHERE' : `${text} AND`} ${numbered}`, [...values, ...more]);
  },
});

export const EVERYTHING: Where = where('', []);

/** Conditions of an outer query, whose values come behind those of an inner one. */
export const behind = ({ values }: Where): Where => where('', values);

export type Condition = [text: string, ...values: unknown[]];

export const all = (conditions: readonly Condition[], from = EVERYTHING): Where =>
  conditions.reduce((sum, condition) => sum.and(...condition), from);
