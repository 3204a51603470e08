/** What was said in a session, line by line, each refusal marked with its rule and led to its decision. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { SessionJson } from '../../src/http/contract/decisions.ts';
import { paths } from '../paths.ts';
import { classNames } from '../ui/class-names.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { dialogueLines, dialogueText, type DialogueLine } from './dialogue-lines.ts';
import './transcript.css';

/** `marked` is the decision that the page is about: its reply stands out. */
export const Transcript = ({
  transcript,
  marked,
}: {
  transcript: SessionJson['transcript'];
  marked?: string | undefined;
}): ReactNode => {
  const lines = dialogueLines(transcript);
  return (
    <div className="transcript">
      <div className="transcript-tools">
        <span className="hint">Seconds since the start; ~ is under TLS, * a refusal.</span>
        <CopyButton text={dialogueText(lines)} label="Copy transcript" iconOnly={false} />
      </div>
      <ol role="list" aria-label="Transcript">
        {lines.map((line, at) => (
          <Line key={at} line={line} marked={line.decision !== null && line.decision.id === marked} />
        ))}
      </ol>
    </div>
  );
};

const Line = ({ line, marked }: { line: DialogueLine; marked: boolean }): ReactNode => (
  <li
    className={classNames(
      'line',
      `line-${line.from}`,
      line.refused && 'line-refused',
      marked && 'line-marked',
    )}
  >
    <span className="line-at">{line.at}</span>
    <span className="line-glyph" aria-hidden="true">
      {line.glyph}
    </span>
    <span className="line-text">
      <span className="visually-hidden">
        {line.from === 'client' ? 'Client: ' : line.refused ? 'Refused: ' : 'Server: '}
      </span>
      {line.text}
      {line.decision && (
        <Link href={paths.decision(line.decision.id)} className="line-link">
          {line.decision.rule === null ? 'Why accepted' : 'Why refused'}
        </Link>
      )}
    </span>
  </li>
);
