/** What of a message is text: its text part, its header fields, its source. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import { keys } from '../../query.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { splitLinks } from './links.ts';
import { readBeginning } from './read-beginning.ts';
import { formatSize } from '../../parts/size.ts';

export const TextTab = ({ message: { text, html } }: { message: MessageDetail }): ReactNode =>
  text === null || text.trim() === '' ? (
    <p className="dim">
      {html === null
        ? 'The message has no text: its body is empty, or all of it is attached.'
        : 'The message has HTML only, no text part.'}
    </p>
  ) : (
    <div className="message-text">
      {splitLinks(text).map((piece, at) =>
        piece.href === null ? (
          piece.text
        ) : (
          <a key={at} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        ),
      )}
    </div>
  );

export const HeadersTab = ({ message: { headers } }: { message: MessageDetail }): ReactNode => (
  <dl className="headers">
    {headers.map(({ name, value }, at) => (
      <div key={at}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** Bytes shown: a page with more in it hardly moves, and the rest is attachments. */
const SHOWN = 256 * 1024;

export const SourceTab = ({ message: { id, size } }: { message: MessageDetail }): ReactNode => {
  const source = useQuery({
    queryKey: [...keys.message(id), 'source'],
    queryFn: ({ signal }) => readBeginning(api.messages.rawUrl(id), SHOWN, signal),
    staleTime: Infinity,
  });
  return (
    <Loaded query={source} lines={10}>
      {(text) => (
        <div className="source">
          <div className="actions">
            <CopyButton text={text} label="Copy source" iconOnly={false} />
            {size > SHOWN && (
              <p className="hint">
                The first {formatSize(SHOWN)} of {formatSize(size)}; Download has all of it.
              </p>
            )}
          </div>
          <pre>{text}</pre>
        </div>
      )}
    </Loaded>
  );
};
