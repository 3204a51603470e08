/** Sizes as people say them. */

/** `1 byte`, `999 bytes`, `1.5 KB`, `25 MB`; of thousands, as file managers count. */
export const formatSize = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const [unit, size] = bytes < 999_500 ? (['KB', 1e3] as const) : (['MB', 1e6] as const);
  const value = bytes / size;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
};
