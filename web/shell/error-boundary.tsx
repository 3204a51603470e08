/** Keeps a page that breaks from taking the rest along. */

import { Component, type ReactNode } from 'react';

import { Page } from '../ui/page.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

type Props = { children: ReactNode; resetKey: string };
type State = { error: unknown; at: string };

/** React has boundaries only as classes. Another `resetKey`, such as the path, tries again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, at: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ resetKey }: Props, { at }: State): Partial<State> | null {
    return resetKey === at ? null : { error: null, at: resetKey };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Page title="This page broke">
        <ProblemNotice
          error={error}
          onRetry={isOldChunk(error) ? () => location.reload() : () => this.setState({ error: null })}
        />
      </Page>
    );
  }
}

/** After an update the parts of the old pages are gone; the new ones come with a reload. */
const isOldChunk = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);
