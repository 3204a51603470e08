/** What SQLite says, as words for the person who has to mend it. */

/** `path` is the file's; the words end with what to do next. */
export const failureWords = (path: string, error: unknown): string => {
  const { errcode, message } = error as { errcode?: number; message?: string };
  const advice = ADVICE[(errcode ?? 0) % 256];
  return advice
    ? `the store "${path}" ${advice} (${message})`
    : `the store "${path}" failed: ${message ?? String(error)}`;
};

/** By SQLite's primary result code (sqlite.org/rescode.html). */
const ADVICE: Record<number, string | undefined> = {
  5: 'is locked by another program; end that program',
  6: 'is locked by another program; end that program',
  8: 'cannot be written; change the rights of the file and its folder',
  10: 'met an error of the disk; check the disk, its free space, and that it may be written',
  11: 'is damaged; stop SMTP+ and restore the file from a backup',
  13: 'has no room left; free some disk space',
  14: 'cannot be opened; check that its folder is there and can be written',
  26: 'is damaged; stop SMTP+ and restore the file from a backup',
};
