/** An outcome that is expected: a value, or a defect with a stable code and words for people. */

export type Result<T, E = Defect> = { ok: true; value: T } | { ok: false; error: E };

/** What is wrong with an input. `code` is stable, `message` names the value and the way out. */
export type Defect = { code: string; message: string };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const fail = <E>(error: E): { ok: false; error: E } => ({ ok: false, error });

export const defect = (code: string, message: string): { ok: false; error: Defect } =>
  fail({ code, message });
