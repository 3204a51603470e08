/** Reads server-sent events (the HTML standard, section 9.2.6) from text that comes in pieces. */

export type Frame = { event: string; id: string | null; data: string };

/** Feed it each piece; it answers with the frames that became whole. Comments and `retry` fall away. */
export const createFrameReader = (): ((piece: string) => Frame[]) => {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.map(readBlock).filter((frame) => frame !== null);
  };
};

const readBlock = (block: string): Frame | null => {
  const frame: Frame = { event: 'message', id: null, data: '' };
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'event') frame.event = value;
    else if (field === 'id') frame.id = value;
    else if (field === 'data') data.push(value);
  }
  if (data.length === 0) return null;
  frame.data = data.join('\n');
  return frame;
};
