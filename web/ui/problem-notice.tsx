/** Says what went wrong, in the service's own words, and what to do. */

import { useEffect, useRef, type ReactNode } from 'react';

import { ApiProblem } from '../request.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './notice.css';

/** `focus` moves the focus to it, as for a form that was refused as a whole. */
export const ProblemNotice = ({
  error,
  onRetry,
  focus = false,
  children,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  focus?: boolean;
  children?: ReactNode;
}): ReactNode => {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) notice.current?.focus();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another error is another message
  }, [focus, error]);
  const { title, words } = describeProblem(error);
  return (
    <div ref={notice} className="notice notice-fail" role="alert" tabIndex={-1}>
      <Icon name="alert" />
      <div>
        <strong>{title}</strong>
        <p>{words}</p>
        {children}
        {onRetry && (
          <Button size="small" icon="refresh" onClick={onRetry}>
            Retry
          </Button>
        )}
      </div>
    </div>
  );
};

/** What happened and what to do, of anything that was thrown. */
export const describeProblem = (error: unknown): { title: string; words: string } => {
  if (error instanceof ApiProblem) return { title: error.title, words: sentence(error.detail) };
  if (error instanceof TypeError)
    return {
      title: 'The service cannot be reached',
      words: 'See that SMTP+ is running and reachable, then retry.',
    };
  return {
    title: 'Something unexpected happened',
    words: `${sentence(error instanceof Error ? error.message : String(error))} Load the page anew; if it happens again, the browser’s console says more.`,
  };
};

const sentence = (text: string): string => {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
};
