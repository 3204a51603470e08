/** Every rule in the order in which a client meets them, searchable. */

import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';

import { RULES, type Rule } from '../../../src/policy/catalogue.ts';
import { paths } from '../../paths.ts';
import { useListName } from '../../shell/current-list.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { RefusalLinks } from './refusal-links.tsx';
import { useRefusals } from './use-refusals.ts';

export const RuleCatalogue = ({ list }: { list: string }): ReactNode => {
  const [search, setSearch] = useSearchParams();
  const refusals = useRefusals(list);
  const name = useListName(list);
  const wanted = search.get('q') ?? '';
  const find = (q: string): void => setSearch(q === '' ? {} : { q }, { replace: true });
  const found = RULES.filter((rule) => matches(rule, wanted));
  return (
    <Page title="Rules">
      <p className="rules-intro dim">
        A mail meets these rules in this order; the first that refuses it is the reply. Counts are of the last
        48 hours, in the list “{name}” and of clients that no list knows.
      </p>
      <div>
        <SearchField
          label="Search rules"
          placeholder="A rule, a reply code, or words"
          value={wanted}
          onChange={find}
        />
      </div>
      {found.length === 0 ? (
        <EmptyState
          icon="search"
          title={`No rule is about “${wanted}”`}
          actions={<Button onClick={() => find('')}>Show all rules</Button>}
        >
          <p>Search takes words of its id, its reply, what it refuses and what to do then.</p>
        </EmptyState>
      ) : (
        <div className="card">
          <table className="rules-table">
            <caption className="visually-hidden">Rules</caption>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Reply</th>
                <th scope="col">Refuses</th>
                <th scope="col">Refused lately</th>
              </tr>
            </thead>
            <tbody>
              {found.map((rule) => (
                <tr key={rule.id}>
                  <th scope="row">
                    <Link href={paths.rules(rule.id)}>{rule.id}</Link>
                  </th>
                  <td className="rules-reply">
                    {rule.reply.code} {rule.reply.enhanced}
                  </td>
                  <td>
                    {rule.text}
                    <span className="hint rules-advice">{rule.advice}</span>
                  </td>
                  <td className="rules-count">
                    <RefusalLinks rule={rule.id} list={list} refusals={refusals} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
};

/** Every word must occur somewhere. */
const matches = ({ id, reply, text, advice, source, stage }: Rule, wanted: string): boolean => {
  const words = [id, reply.code, reply.enhanced, reply.text, text, advice, source, stage]
    .join(' ')
    .toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
};
