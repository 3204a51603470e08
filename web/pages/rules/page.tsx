/** The catalogue of rules, and one rule in full. */

import type { ReactNode } from 'react';

import type { PageProps } from '../../app.tsx';
import { useCurrentList } from '../../shell/current-list.ts';
import { RuleCatalogue } from './catalogue.tsx';
import { RuleDetail } from './rule.tsx';
import './rules.css';

export const RulesPage = ({ params }: PageProps): ReactNode => {
  const list = useCurrentList();
  const id = params['rule'];
  return id === undefined ? <RuleCatalogue list={list} /> : <RuleDetail key={id} id={id} list={list} />;
};
