/** Before anything is sent: leads to the first field that is wrong by the service's own rules. */

import { parseTokens } from '../../../src/model/sender-list.ts';
import type { Draft } from './draft.ts';

/** True where one was found; it has the focus then, and its error stands beside it. */
export const firstInvalid = (form: HTMLFormElement | null, draft: Draft): boolean => {
  const wrong =
    parseTokens(draft.authorizedDomains, 'domain').some(({ error }) => error) ||
    parseTokens(draft.authorizedSenders, 'address').some(({ error }) => error);
  if (!wrong) return false;
  // What was still being typed counts as an error from now on, and is drawn as one before the focus goes there.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  focusInvalid(form);
  return true;
};

/** The first field that is marked as wrong once that is drawn. */
export const focusInvalid = (form: HTMLFormElement | null): void => {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
};
