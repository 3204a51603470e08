import { expect, test } from 'vitest';
import { createFrameReader } from './sse.ts';

test('frames come out whole, however the text was cut', () => {
  const text =
    'retry: 2000\n\nevent: user\nid: 7\ndata: {"a":\ndata: 1}\n\n: still here\n\ndata:x\n\nevent: cut';
  const whole = [
    { event: 'user', id: '7', data: '{"a":\n1}' },
    { event: 'message', id: null, data: 'x' },
  ];
  expect(createFrameReader()(text)).toEqual(whole);
  const read = createFrameReader();
  expect(text.split('').flatMap((character) => read(character))).toEqual(whole);
  expect(createFrameReader()(text.replaceAll('\n', '\r\n'))).toEqual(whole);
});
