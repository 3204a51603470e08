/** Reads a dialogue file (`*.smtp`): who the user is, and then line by line what the client says and the server answers. */

import { RULES } from '../../src/policy/catalogue.ts';

export type Script = {
  /** The first comment, which names the test. */
  title: string;
  setting: Setting;
  moves: Move[];
};

export type Setting = {
  /** What the user may send as, all of it verified; `;`-separated. */
  domains: string;
  senders: string;
  /** Domains and addresses that it names and nobody has confirmed. */
  pending: string;
  /** `inactive` leaves the user so. */
  user: 'active' | 'inactive';
  service: 'plain' | 'require-tls';
};

export type Move = { line: number } & (
  | { kind: 'say'; text: string }
  | { kind: 'hear'; text: string; rule: string | null }
  | { kind: 'hear-like'; pattern: RegExp }
  /** Greeting and EHLO, and a login where it says so; STARTTLS with its handshake and EHLO; the server has hung up. */
  | { kind: 'hello' | 'login' | 'starttls' | 'closed' }
  /** A message for this address lies in the inbox; null: none for anybody. */
  | { kind: 'inbox'; address: string | null }
);

/** `file` names it in errors. Throws where a line is none that a dialogue can have. */
export const readScript = (text: string, file: string): Script => {
  const setting: Setting = { domains: '', senders: '', pending: '', user: 'active', service: 'plain' };
  const moves: Move[] = [];
  let title = '';
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (raw.startsWith('#')) title ||= raw.slice(1).trim();
    else if (raw.trim() !== '') {
      const move = readMove(raw, line) ?? readSetting(raw, setting);
      if (move === null)
        throw new Error(
          `${file}:${line}: "${raw}" is no line of a dialogue; docs/scenarios.md has the format`,
        );
      if (move !== 'setting') moves.push(move);
      else if (moves.length > 0)
        throw new Error(`${file}:${line}: "${raw}" comes too late: who the user is stands first`);
    }
  }
  if (title === '') throw new Error(`${file}: begin with a comment that says what it shows: # refuses …`);
  if (!moves.some(({ kind }) => kind.startsWith('hear')))
    throw new Error(`${file}: it expects nothing: add a line S: …`);
  return { title, setting, moves };
};

const WORDS = { HELLO: 'hello', LOGIN: 'login', STARTTLS: 'starttls', CLOSED: 'closed' } as const;

const readMove = (raw: string, line: number): Move | null => {
  const word = raw.trim();
  if (word in WORDS) return { line, kind: WORDS[word as keyof typeof WORDS] };
  const [, head, text = ''] = /^(C:|S:|S~|INBOX:)(?: (.*))?$/.exec(raw) ?? [];
  switch (head) {
    case 'C:':
      return { line, kind: 'say', text };
    case 'S:':
      return readHeard(text.trim(), line);
    case 'S~':
      return { line, kind: 'hear-like', pattern: new RegExp(text.trim()) };
    case 'INBOX:':
      return { line, kind: 'inbox', address: text.trim() === 'none' ? null : text.trim() };
    default:
      return null;
  }
};

/** `550 5.7.1 [from.authorized]`: how the reply begins, and the rule that it names. */
const readHeard = (text: string, line: number): Move | null => {
  const [, begins = '', rule = null] = /^(\d{3}\b.*?)(?: ?\[([a-z.-]+)\])?$/.exec(text) ?? [];
  if (begins === '' || (rule !== null && !KNOWN.includes(rule))) return null;
  return { line, kind: 'hear', text: begins.trim(), rule };
};

const KNOWN: readonly string[] = [...RULES.map(({ id }) => id), 'accept', 'fault.injected'];

const readSetting = (raw: string, setting: Setting): 'setting' | null => {
  const [, name = '', value = ''] = /^([a-z]+): (.*)$/.exec(raw) ?? [];
  const allowed = { user: ['active', 'inactive'], service: ['plain', 'require-tls'] }[name];
  if (!(name in setting) || allowed?.includes(value.trim()) === false) return null;
  Object.assign(setting, { [name]: value.trim() });
  return 'setting';
};
