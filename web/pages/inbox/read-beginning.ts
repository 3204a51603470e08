/** Reads the beginning of something large as text, and no more of it than is wanted. */

import { ApiProblem } from '../../request.ts';

/** UTF-8, else each byte a character (ISO 8859-1). Rejects as the API's client does. */
export const readBeginning = async (url: string, bytes: number, signal: AbortSignal): Promise<string> => {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body)
    throw new ApiProblem({
      type: '/problems/unknown',
      title: 'Source not read',
      status: response.status,
      detail: response.status === 404 ? 'The message is gone' : `The service answered ${response.status}`,
    });
  const reader = response.body.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (size < bytes) {
    const { value, done } = await reader.read();
    if (done) break;
    pieces.push(value);
    size += value.length;
  }
  await reader.cancel();
  const begun = new Uint8Array(await new Blob(pieces).slice(0, bytes).arrayBuffer());
  return decode(begun);
};

const decode = (bytes: Uint8Array): string => {
  try {
    // A character that the end cut through is no fault.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};
