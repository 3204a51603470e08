import { describe, expect, test } from 'vitest';
import { parseContent, parseMime } from './content.ts';
import { boundaryOf } from './media-type.ts';

const headersOf = (data: string) => Object.fromEntries(parseContent(data).Headers);

describe('headers', () => {
  test('end at the first empty line', () => {
    expect(parseContent('A: b\r\n\r\nbody\r\n\r\nmore')).toMatchObject({
      Body: 'body\r\n\r\nmore',
      Size: 20,
      MIME: null,
    });
  });

  test('are none where there is no empty line: all is body', () => {
    expect(parseContent('Subject: x\r\nbody')).toEqual({
      Headers: new Map(),
      Body: 'Subject: x\r\nbody',
      Size: 16,
      MIME: null,
    });
  });

  test('keep the case of their names, and of a repeated one the last value', () => {
    expect(headersOf('subject: a\r\nX: 1\r\nX: 2\r\nx: 3\r\n\r\n')).toEqual({
      subject: ['a'],
      X: ['2'],
      x: ['3'],
    });
  });

  test('are appended to as they are where they are folded', () => {
    expect(headersOf('A: b\r\n\tc\r\n  d\r\n\r\n')).toEqual({ A: ['b\tc  d'] });
  });

  test('without a colon and a blank are dropped', () => {
    expect(headersOf(' early: x\r\nA:b\r\nC: d:e: f\r\nG\r\n\r\n')).toEqual({
      ' early': ['x'],
      C: ['d:e: f'],
    });
  });
});

describe('parts', () => {
  const partsOf = (type: string, body: string, name = 'Content-Type') =>
    parseMime(parseContent(`${name}: ${type}\r\n\r\n${body}`))?.Parts?.map(({ Body }) => Body);

  test('begin with the preamble and end with what closes them', () => {
    expect(
      partsOf(
        'multipart/mixed; boundary=b',
        'pre\r\n--b\r\nA: b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\npost',
      ),
    ).toEqual(['pre', 'one', 'two', '--\r\npost']);
  });

  test('without headers lose their first paragraph to them', () => {
    expect(partsOf('multipart/mixed; boundary=b', '--b\r\n\r\nfirst\r\n\r\nsecond\r\n--b--')).toEqual([
      'second',
      '--',
    ]);
  });

  test('are nested', () => {
    const inner = 'Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nA: b\r\n\r\nx\r\n--in--';
    const mime = parseMime(
      parseContent(`Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\n${inner}\r\n--out--`),
    );
    expect(mime?.Parts?.[0]?.MIME?.Parts?.map(({ Body }) => Body)).toEqual(['x', '--']);
  });

  test('are read of a Content-Type in exactly this spelling that begins with multipart/ only', () => {
    expect(partsOf('text/plain', 'x')).toBeUndefined();
    expect(partsOf('Multipart/mixed; boundary=b', '--b\r\n\r\nx')).toBeUndefined();
    expect(partsOf('multipart/mixed; boundary=b', '--b\r\n\r\nx', 'content-type')).toBeUndefined();
  });

  test('are null where no boundary is given', () => {
    expect(parseMime(parseContent('Content-Type: multipart/mixed\r\n\r\nx'))).toEqual({ Parts: null });
  });

  test('are bounded in number and depth', () => {
    const wide = parseMime(
      parseContent(`Content-Type: multipart/x; boundary=b\r\n\r\n${'--bx'.repeat(100_000)}`),
    );
    expect(wide?.Parts?.length).toBeLessThanOrEqual(10_000);
    const deep = Array.from(
      { length: 1000 },
      (_, at) => `Content-Type: multipart/x; boundary=${at}.\r\n\r\n--${at}.\r\n`,
    ).join('');
    let levels = 0;
    for (let mime = parseMime(parseContent(deep)); mime; mime = mime.Parts?.[0]?.MIME ?? null) levels += 1;
    expect(levels).toBeLessThanOrEqual(16);
  });
});

test.each<[string, string | null]>([
  ['multipart/mixed; boundary=b1', 'b1'],
  ['multipart/mixed; boundary="b 1"', 'b 1'],
  ['multipart/mixed;\tcharset=x;  BOUNDARY = "a\\"b" ', 'a"b'],
  ['multipart/mixed; boundary=b1;', 'b1'],
  ['multipart/mixed', null],
  ['multipart/mixed; boundary=""', null],
  ['multipart/mixed; boundary=b 1', null],
  ['multipart/mixed; boundary=a; boundary=b', null],
  ['multipart/mixed; boundary="open', null],
])('the boundary of %j is %j', (type, boundary) => {
  expect(boundaryOf(type)).toBe(boundary);
});
