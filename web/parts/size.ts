/** Sizes as people say them. */

/** `1 byte`, `999 bytes`, `1.5 KB`, `25 MB`, `1.2 GB`; of thousands, as file managers count. */
export const formatSize = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const [unit, size] = UNITS.find(([, size]) => bytes < 999.5 * size) ?? LARGEST;
  const value = bytes / size;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
};

const LARGEST = ['GB', 1e9] as const;
const UNITS = [['KB', 1e3], ['MB', 1e6], LARGEST] as const;
