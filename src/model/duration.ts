/** Durations as people write them: `48h`, `90m`, `30s`, `500ms`, `2d`. */

/** Milliseconds, rounded; null where the text is no duration. */
export const parseDuration = (text: string): number | null => {
  const found = /^(\d{1,12}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text);
  return found && Math.round(Number(found[1]) * UNITS[found[2] as Unit]);
};

type Unit = 'ms' | 's' | 'm' | 'h' | 'd';
const UNITS: Record<Unit, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
