/** Priority as a mail client shows it: 1 very high, 2 high, 3 normal, 4 low, 5 very low. */

export const PRIORITIES = [1, 2, 3, 4, 5] as const;
export type Priority = (typeof PRIORITIES)[number];

export const PRIORITY_WORDS: Record<Priority, string> = {
  1: 'very high',
  2: 'high',
  3: 'normal',
  4: 'low',
  5: 'very low',
};

export const NORMAL: Priority = 3;

/** The header fields that tell a priority; the service writes the first three anew on each message. */
export const PRIORITY_FIELDS = ['x-priority', 'x-msmail-priority', 'importance', 'priority'] as const;

/**
 * Reads one priority field; null where it tells none. X-Priority is `1` or `1 (Highest)`; X-MSMail-Priority and
 * Importance are high, normal, low (RFC 2156 section 5.3.4); Priority is urgent, normal, non-urgent (RFC 2156 section 5.3.6).
 */
export const parsePriorityField = (name: string, value: string): Priority | null => {
  const words = value.trim().toLowerCase();
  if (name.toLowerCase() === 'x-priority') {
    const digit = /^([1-5])(?:\s*\(.*\))?$/.exec(words)?.[1];
    return digit ? (Number(digit) as Priority) : null;
  }
  return WORDS.get(words) ?? null;
};

/** The higher of the user's and the message's own; without one of its own the message takes the user's. */
export const effectivePriority = (user: Priority, own: readonly (Priority | null)[]): Priority =>
  Math.min(user, ...own.filter((priority) => priority !== null)) as Priority;

/** The three fields by which Outlook, Thunderbird and others show a priority, without line ends. */
export const formatPriorityFields = (priority: Priority): [name: string, value: string][] => [
  ['X-Priority', `${priority} (${X_PRIORITY[priority]})`],
  ['X-MSMail-Priority', MS[priority]],
  ['Importance', MS[priority]],
];

const WORDS = new Map<string, Priority>([
  ['high', 2],
  ['urgent', 2],
  ['normal', 3],
  ['low', 4],
  ['non-urgent', 4],
]);

const X_PRIORITY: Record<Priority, string> = { 1: 'Highest', 2: 'High', 3: 'Normal', 4: 'Low', 5: 'Lowest' };

const MS: Record<Priority, string> = { 1: 'High', 2: 'High', 3: 'Normal', 4: 'Low', 5: 'Low' };
