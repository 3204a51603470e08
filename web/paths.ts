/** Paths of the pages, filled in: the only place where one is put together. */

import { PAGES } from '../src/http/contract/pages.ts';

const fill = (pattern: string, params: Record<string, string | undefined>): string =>
  pattern.replace(/\/:(\w+)\??/g, (_, name: string) => {
    const value = params[name];
    return value === undefined ? '' : `/${encodeURIComponent(value)}`;
  });

export const paths = {
  smtpPlus: (list: string) => fill(PAGES['smtp-plus'], { list }),
  newUser: (list: string) => fill(PAGES['user-form'], { list, user: 'new' }),
  user: (list: string, user: string) => fill(PAGES['user-form'], { list, user }),
  /** `message` opens one; `search` are the filters, as in the API. */
  inbox: (list: string, message?: string, search?: Record<string, string>) =>
    fill(PAGES.inbox, { list, message }) + query(search),
  sessions: (list: string, session?: string, search?: Record<string, string>) =>
    fill(PAGES.sessions, { list, session }) + query(search),
  delivery: (list: string, search?: Record<string, string>) => fill(PAGES.delivery, { list }) + query(search),
  decision: (decision: string) => fill(PAGES.decision, { decision }),
  rules: (rule?: string) => fill(PAGES.rules, { rule }),
  about: () => PAGES.about,
  demoForm: () => PAGES['demo-form'],
};

const query = (search: Record<string, string> = {}): string => {
  const text = new URLSearchParams(search).toString();
  return text === '' ? '' : `?${text}`;
};
