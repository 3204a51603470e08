/** Sends what the visitor typed by each back-end in turn, and keeps what came of it. */

import { useState } from 'react';

import { FORM_KINDS, type FormKind } from '../../../src/model/online-form/back-end.ts';
import type { FormOutcome, FormSubmission } from '../../../src/http/contract/form.ts';
import { api } from '../../api.ts';

export type Progress = {
  /** The back-end that is sending now. */
  sending: FormKind | null;
  /** Replies that no record stands for, such as one that was cut short by the network. */
  unrecorded: Partial<Record<FormKind, FormOutcome>>;
  /** The login was refused: then none of them can send. */
  login: FormOutcome | null;
  error: unknown;
};

const IDLE: Progress = { sending: null, unrecorded: {}, login: null, error: null };

export const useSubmit = (
  list: string,
  onSent: (sent: Partial<Record<FormKind, string>>) => void,
): { progress: Progress; submit(form: Omit<FormSubmission, 'backEnd'>): Promise<void> } => {
  const [progress, setProgress] = useState(IDLE);
  const submit = async (form: Omit<FormSubmission, 'backEnd'>): Promise<void> => {
    const sent: Partial<Record<FormKind, string>> = {};
    let unrecorded: Progress['unrecorded'] = {};
    onSent(sent);
    try {
      for (const backEnd of FORM_KINDS) {
        setProgress({ ...IDLE, unrecorded, sending: backEnd });
        const outcome = await api.form.submit(list, { ...form, backEnd });
        if (isLogin(outcome)) return setProgress({ ...IDLE, login: outcome });
        if (outcome.decisionId === null) unrecorded = { ...unrecorded, [backEnd]: outcome };
        else sent[backEnd] = outcome.decisionId;
        onSent({ ...sent });
      }
      setProgress({ ...IDLE, unrecorded });
    } catch (error) {
      setProgress({ ...IDLE, unrecorded, error });
    }
  };
  return { progress, submit };
};

const isLogin = ({ rule }: FormOutcome): boolean => rule !== null && /^(auth|user)\./.test(rule);
