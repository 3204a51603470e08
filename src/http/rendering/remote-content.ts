/** Counts what a message would load from elsewhere, and lets it or not. */

export type RemoteContent = {
  /** Addresses of images, each once. */
  images: number;
  /** Of style sheets, fonts and media. */
  other: number;
};

export type RemoteKind = 'image' | 'other';

/** `url` and `srcset` answer what is to stand in the place of an address: itself, or null. */
export const createRemotes = (allowed: boolean) => {
  const seen: Record<RemoteKind, Set<string>> = { image: new Set(), other: new Set() };
  const url = (value: string, kind: RemoteKind): string | null => {
    const address = value.trim();
    // A message has no place of its own: what is no whole address leads nowhere.
    if (!/^(https?:)?\/\//i.test(address)) return null;
    seen[kind].add(address);
    if (!allowed) return null;
    return address.startsWith('//') ? `https:${address}` : address;
  };
  return {
    url,
    /** Several, each with a width or density behind it. */
    srcset(value: string): string | null {
      const kept = value
        .split(/,\s+/)
        .map((one) => one.trim())
        .filter((one) => url(one.split(/\s+/)[0] ?? '', 'image') !== null);
      return kept.length === 0 ? null : kept.join(', ');
    },
    count: (): RemoteContent => ({ images: seen.image.size, other: seen.other.size }),
  };
};
