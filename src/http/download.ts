/** Answers that hand out what others sent, so that a browser saves it and never runs it. */

/** `type` is what the sender said; what a browser could run is told as bytes. `filename` may hold anything. */
export const download = (
  body: ReadableStream<Uint8Array> | Uint8Array,
  { type, size, filename }: { type: string; size?: number; filename: string },
): Response =>
  new Response(body as BodyInit, {
    headers: {
      'content-type': SAFE_TYPE.test(type) ? type : 'application/octet-stream',
      ...(size === undefined ? {} : { 'content-length': String(size) }),
      'content-disposition': contentDisposition(filename),
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });

/** A stream that reads on only as it is read. */
export const streamOf = (pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
};

/** Types that no browser runs scripts of, without parameters. */
const SAFE_TYPE =
  /^(message\/rfc822|text\/(plain|csv|calendar)|image\/(png|jpeg|gif|webp|avif|bmp)|application\/(pdf|zip|x-tar)|audio\/[\w.+-]+|video\/[\w.+-]+)$/i;

/** RFC 6266: a name in ASCII, and as it is in UTF-8 (RFC 8187). */
const contentDisposition = (filename: string): string => {
  const name = filename.replace(/[\p{C}/\\]/gu, '_').slice(0, 200) || '_';
  const ascii = name.replace(/[^ -~]|["%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};
