/** Which sessions are shown: one filter, as the text in the search field and as the query of the page's URL. */

import { FAULT_RULE, RULES } from '../../../src/policy/catalogue.ts';
import type { SessionQuery } from '../../api.ts';

export const OUTCOMES = ['accept', 'reject', 'defer', 'none'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** `unlisted`: sessions of no list, such as logins of unknown users. Names are those of the API. */
export type SessionFilter = {
  user?: string;
  outcome?: Outcome;
  rule?: string;
  port?: number;
  unlisted?: 'true';
};

export const RULE_IDS: readonly string[] = [...RULES.map(({ id }) => id), FAULT_RULE];

/**
 * `user:shop outcome:reject rule:from.single port:25 list:none`; a word without a name is a rule, an outcome, a port, or
 * else a user. `unread` are the words that mean nothing.
 */
export const parseFilter = (text: string): { filter: SessionFilter; unread: string[] } => {
  const filter: SessionFilter = {};
  const unread: string[] = [];
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const [, name, value = ''] = /^([a-z]+):(.*)$/i.exec(word) ?? [null, undefined, word];
    const set = name === undefined ? guess(value) : read(name.toLowerCase(), value);
    if (set) Object.assign(filter, set);
    else unread.push(word);
  }
  return { filter, unread };
};

export const formatFilter = ({ user, outcome, rule, port, unlisted }: SessionFilter): string =>
  [
    user === undefined ? '' : `user:${user}`,
    outcome === undefined ? '' : `outcome:${outcome}`,
    rule === undefined ? '' : `rule:${rule}`,
    port === undefined ? '' : `port:${port}`,
    unlisted ? 'list:none' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');

/** What of a URL's query is no filter, or a wrong one, is passed over. */
export const filterOf = (search: URLSearchParams): SessionFilter => {
  const filter: SessionFilter = {};
  for (const name of ['user', 'outcome', 'rule', 'port'])
    Object.assign(filter, read(name, search.get(name) ?? ''));
  if (search.get('unlisted') === 'true') filter.unlisted = 'true';
  return filter;
};

export const searchOf = (filter: SessionFilter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );

/** As the API takes it. */
export const queryOf = ({ unlisted, ...filter }: SessionFilter, list: string): SessionQuery =>
  unlisted ? { ...filter, unlisted } : { ...filter, list };

const read = (name: string, value: string): SessionFilter | null => {
  switch (name) {
    case 'user':
      return value === '' ? null : { user: value };
    case 'outcome': {
      const outcome = OUTCOMES.find((one) => one === value.toLowerCase());
      return outcome ? { outcome } : null;
    }
    case 'rule':
      return RULE_IDS.includes(value.toLowerCase()) ? { rule: value.toLowerCase() } : null;
    case 'port':
      return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535
        ? { port: Number(value) }
        : null;
    case 'list':
      return value.toLowerCase() === 'none' ? { unlisted: 'true' } : null;
    default:
      return null;
  }
};

const guess = (word: string): SessionFilter | null =>
  read('rule', word) ?? read('outcome', word) ?? read('port', word) ?? read('user', word);
