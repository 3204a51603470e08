/** What came of something that was said over SMTP: the reply, the rule that it names, and the way to its decision. */

import type { Api } from './api.ts';
import type { Received } from './dialogue.ts';
import type { WrittenLetter } from './letter.ts';
import type { DecisionJson } from '../src/http/contract/decisions.ts';
import type { MessageJson } from '../src/http/contract/messages.ts';

export type Verdict = {
  /** null where a program did not show it. */
  reply: Pick<Received, 'code' | 'enhanced' | 'text' | 'lines'> | null;
  accepted: boolean;
  /** The rule that refused; null where none is named. */
  rule: string | null;
  decisionId: string | null;
  /** Who was asked: `MAIL FROM:<…>`, or the name of a program. */
  asked: string;
  /** What was said up to this reply. */
  transcript: readonly string[];
  /** Where a person reads the decision; null where there is none. */
  decisionUrl: string | null;
  /** Looks the decision up; null where there is none. */
  decision(): Promise<DecisionJson | null>;
  /** The message as it lies in the inbox of this address; null where it is not there. */
  arrivedAt(address: string): Promise<MessageJson | null>;
};

export type Asked = {
  asked: string;
  reply: Verdict['reply'];
  accepted: boolean;
  rule: string | null;
  decisionId: string | null;
  transcript: readonly string[];
  letter?: WrittenLetter | undefined;
};

export type Where = { api: Api; url: string; list: string };

export const createVerdict = (asked: Asked, { api, url, list }: Where): Verdict => {
  const { letter, rule, decisionId: id, ...told } = asked;
  const queued = /queued as (m_[0-9a-z]+)/.exec(told.reply?.text ?? '')?.[1];
  return {
    ...told,
    rule: rule === 'accept' ? null : rule,
    decisionId: id,
    decisionUrl: id === null ? null : `${url}/decisions/${id}`,
    decision: async () => (id === null ? null : api.getDecision({ id })),
    // A 250 stands for a message that is stored, so there is nothing to wait for.
    async arrivedAt(address) {
      const { items } = await api.getMessages({ list, to: address, limit: 1000 });
      const messageId = letter?.messageId;
      return (
        items.find((one) => one.id === queued || (messageId != null && bare(one.messageId) === messageId)) ??
        null
      );
    },
  };
};

const bare = (messageId: string): string => messageId.replace(/^<|>$/g, '');
