/** What stands in the form and what came of it, in the page's URL: all but the password. */

import { useSearchParams } from 'wouter';

import { FORM_KINDS, type FormKind, type Visitor } from '../../../src/model/online-form/back-end.ts';

export type FormUrl = {
  /** Id of the user that the form logs in as; '' where none is chosen. */
  user: string;
  /** The form's own address; null where it is the user's first. */
  address: string | null;
  visitor: Visitor;
  /** The decision on each back-end's mail. */
  sent: Partial<Record<FormKind, string>>;
};

/** Who tries the page out need not make up a visitor. */
const EXAMPLE: Visitor = {
  name: 'Vera Visitor',
  address: 'vera@visitor.test',
  message: 'When do you open on Saturday?',
};

export const useFormUrl = (): [form: FormUrl, change: (change: Partial<FormUrl>) => void] => {
  const [params, setParams] = useSearchParams();
  const change = (next: Partial<FormUrl>): void =>
    setParams((before) => written(before, next), { replace: true });
  return [readForm(params), change];
};

export const readForm = (params: URLSearchParams): FormUrl => ({
  user: params.get('user') ?? '',
  address: params.get('address'),
  visitor: {
    name: params.get('name') ?? EXAMPLE.name,
    address: params.get('from') ?? EXAMPLE.address,
    message: params.get('message') ?? EXAMPLE.message,
  },
  sent: Object.fromEntries(
    FORM_KINDS.flatMap((kind) => {
      const decision = params.get(kind);
      return decision === null ? [] : [[kind, decision]];
    }),
  ),
});

const written = (before: URLSearchParams, { user, address, visitor, sent }: Partial<FormUrl>) => {
  const after = new URLSearchParams(before);
  const set = (name: string, value: string | null | undefined): void =>
    value === null || value === undefined ? after.delete(name) : after.set(name, value);
  if (user !== undefined) set('user', user === '' ? null : user);
  if (address !== undefined) set('address', address);
  if (visitor) {
    set('name', visitor.name === EXAMPLE.name ? null : visitor.name);
    set('from', visitor.address === EXAMPLE.address ? null : visitor.address);
    set('message', visitor.message === EXAMPLE.message ? null : visitor.message);
  }
  if (sent) for (const kind of FORM_KINDS) set(kind, sent[kind]);
  return after;
};
