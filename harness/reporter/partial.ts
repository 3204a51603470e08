/** Whether a run is of every scenario, told by the words that Playwright was started with. */

/** Why it is not; null where it is. What is not understood counts as a filter: a gate that is not applied says so. */
export const partialBy = (argv: readonly string[]): string | null => {
  const words = argv.slice(argv.indexOf('test') + 1);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const [flag = ''] = word.split('=');
    if (FILTERS.includes(flag) || /^-g./.test(word)) return `filtered by ${flag}`;
    if (!word.startsWith('-')) return `filtered by "${word}"`;
    // The value of a flag is no file; one that stands with "=" is part of the word.
    if (TAKE_VALUE.includes(flag) && !word.includes('=')) i += 1;
  }
  return null;
};

const FILTERS = [
  '--last-failed-file',
  ...['-g', '-G', '--grep', '-gv', '--grep-invert', '--last-failed', '--only-changed'],
  ...['--test-list', '--test-list-invert', '--list', '--ui', '--ui-host', '--ui-port', '--debug'],
];

const TAKE_VALUE = [
  '--shard',
  ...[
    '-c',
    '--config',
    '-j',
    '--workers',
    '--project',
    '--reporter',
    '--add-reporter',
    '--output',
    '--timeout',
  ],
  ...[
    '--global-timeout',
    '--retries',
    '--repeat-each',
    '--max-failures',
    '--trace',
    '--tsconfig',
    '--browser',
    '--run-agents',
    '--update-source-method',
  ],
];
