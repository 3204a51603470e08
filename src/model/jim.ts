/** MailHog's Jim, the chaos monkey, one a list: random faults as MailHog 1.0.1's `monkey/jim.go` makes them. */

export type JimSettings = {
  DisconnectChance: number;
  AcceptChance: number;
  LinkSpeedAffect: number;
  /** Bytes a second. */
  LinkSpeedMin: number;
  LinkSpeedMax: number;
  RejectSenderChance: number;
  RejectRecipientChance: number;
  RejectAuthChance: number;
};

export const JIM_DEFAULTS: JimSettings = {
  DisconnectChance: 0.005,
  AcceptChance: 0.99,
  LinkSpeedAffect: 0.1,
  LinkSpeedMin: 1024,
  LinkSpeedMax: 10240,
  RejectSenderChance: 0.05,
  RejectRecipientChance: 0.05,
  RejectAuthChance: 0.05,
};

/** Which lists have Jim on. `get` is null where he is off; `last` is what he was set to when he was last on. */
export type Jims = {
  get(list: string): JimSettings | null;
  last(list: string): JimSettings;
  on(list: string, settings: JimSettings): void;
  off(list: string): void;
};

export const createJims = (): Jims => {
  const lists = new Map<string, { on: boolean; settings: JimSettings }>();
  return {
    get(list) {
      const jim = lists.get(list);
      return jim?.on ? jim.settings : null;
    },
    last: (list) => lists.get(list)?.settings ?? JIM_DEFAULTS,
    on: (list, settings) => void lists.set(list, { on: true, settings }),
    off(list) {
      const jim = lists.get(list);
      if (jim) lists.set(list, { ...jim, on: false });
    },
  };
};
