/** Text from elsewhere with addresses in it, as people write them: domains in U-labels, what really stands there behind them. */

import { useEffect, useReducer, type ReactNode } from 'react';

/** The tables of Unicode are large and hardly ever needed, so they are loaded by the first text that needs them. */
let read: ((text: string) => string) | null = null;
const load = async (): Promise<void> => {
  read = (await import('../../src/model/display-sender.ts')).displayText;
};

/** The text as it reads; as it stands until that is known. */
export const useReadable = (text: string): string => {
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const needed = text.includes('xn--');
  useEffect(() => {
    if (needed && read === null) void load().then(redraw);
  }, [needed]);
  return needed && read !== null ? read(text) : text;
};

export const Readable = ({ children: text }: { children: string }): ReactNode => {
  const shown = useReadable(text);
  return shown === text ? (
    text
  ) : (
    <>
      <bdi>{shown}</bdi> <span className="hint mono">{text}</span>
    </>
  );
};
