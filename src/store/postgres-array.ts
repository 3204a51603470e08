/** Arrays in PostgreSQL's binary format (its `array_recv`), which needs no escapes on this side and no parser on that. */

/** Of texts; null where an item is null. Texts must hold no NUL. */
export const textArray = (items: readonly (string | null)[]): Buffer =>
  encode(
    TEXT,
    items,
    (item) => Buffer.byteLength(item),
    (item, buffer, at) => void buffer.write(item, at),
  );

export const byteaArray = (items: readonly (Uint8Array | null)[]): Buffer =>
  encode(
    BYTEA,
    items,
    (item) => item.length,
    (item, buffer, at) => buffer.set(item, at),
  );

/** Of whole numbers, as bigint[]. */
export const bigintArray = (items: readonly (number | null)[]): Buffer =>
  encode(
    INT8,
    items,
    () => 8,
    (item, buffer, at) => void buffer.writeBigInt64BE(BigInt(item), at),
  );

const encode = <T>(
  type: number,
  items: readonly (T | null)[],
  sizeOf: (item: T) => number,
  put: (item: T, buffer: Buffer, at: number) => void,
): Buffer => {
  const sizes = items.map((item) => (item === null ? -1 : sizeOf(item)));
  const buffer = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + Math.max(size, 0), HEAD));
  // One dimension, whose indexes begin at 1.
  [1, sizes.includes(-1) ? 1 : 0, type, items.length, 1].forEach((word, at) =>
    buffer.writeInt32BE(word, at * 4),
  );
  let at = HEAD;
  items.forEach((item, index) => {
    const size = sizes[index] ?? -1;
    at = buffer.writeInt32BE(size, at);
    if (item === null) return;
    put(item, buffer, at);
    at += size;
  });
  return buffer;
};

const HEAD = 20;

/** Object ids of the built-in types (`pg_type.dat`). */
const [BYTEA, INT8, TEXT] = [17, 20, 25];
