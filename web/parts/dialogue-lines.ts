/** The lines of a transcript as swaks writes them: who said it, whether under TLS, and whether it refuses. */

import type { SessionJson } from '../../src/http/contract/decisions.ts';

export type DialogueLine = {
  /** Seconds since the session began, `0.015`. */
  at: string;
  from: 'client' | 'server';
  /** Three characters: ` ->`, `<- `, `<**`; with `~` under TLS: ` ~>`, `<~ `, `<~*`. */
  glyph: string;
  text: string;
  refused: boolean;
  /** The record that a reply of ours names at its end; `rule` is null where it accepts. */
  decision: { id: string; rule: string | null } | null;
};

export const dialogueLines = (transcript: SessionJson['transcript']): DialogueLine[] =>
  transcript.map(({ ms, from, text, tls }) => {
    const refused = from === 'server' && /^[45]\d\d([ -]|$)/.test(text);
    const [, rule, id] = (from === 'server' && NAMED.exec(text)) || [];
    return {
      at: (ms / 1000).toFixed(3),
      from,
      glyph: GLYPHS[tls ? 'tls' : 'plain'][from === 'client' ? 'client' : refused ? 'refusal' : 'server'],
      text,
      refused,
      decision: id === undefined ? null : { id, rule: rule === 'accept' ? null : (rule ?? null) },
    };
  });

/** As plain text, to be pasted elsewhere. */
export const dialogueText = (lines: readonly DialogueLine[]): string =>
  lines.map(({ glyph, text }) => `${glyph} ${text}\n`).join('');

const NAMED = /\[([a-z.-]+) (d_[0-9a-z]+)\]$/;

const GLYPHS = {
  plain: { client: ' ->', server: '<- ', refusal: '<**' },
  tls: { client: ' ~>', server: '<~ ', refusal: '<~*' },
} as const;
