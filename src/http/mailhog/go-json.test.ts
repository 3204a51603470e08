import { describe, expect, test } from 'vitest';
import { goDecode, goJson, goJsonIndented } from './go-json.ts';
import { goStringOf, goText } from './go-strings.ts';

describe('what Go writes', () => {
  test('markup, line separators and controls are escaped', () => {
    expect(goJson(goStringOf('<a href="x">&\u2028\u2029\\\r\n\t\b\f\u0001\u007f</a>'))).toBe(
      String.raw`"\u003ca href=\"x\"\u003e\u0026\u2028\u2029\\\r\n\t\u0008\u000c\u0001` +
        '\u007f' +
        String.raw`\u003c/a\u003e"`,
    );
  });

  test.each<[string, string, string]>([
    ['text in UTF-8', 'Gr\xc3\xbc\xc3\x9fe \xf0\x9f\x93\xa8', 'Grüße 📨'],
    ['Latin-1', 'Gr\xfc\xdfe', 'Gr\ufffd\ufffde'],
    ['a character that is cut off', 'a\xe2\x82', 'a\ufffd\ufffd'],
    ['a character that is cut off in the middle', 'a\xf0\x9f\x93b', 'a\ufffd\ufffd\ufffdb'],
    ['an overlong form', '\xc0\xaf\xe0\x80\xaf', '\ufffd'.repeat(5)],
    ['a surrogate', '\xed\xa0\x80', '\ufffd'.repeat(3)],
    ['more than Unicode has', '\xf4\x90\x80\x80', '\ufffd'.repeat(4)],
    ['a byte order mark', '\xef\xbb\xbfx', '\ufeffx'],
    ['between them what is sound', '\xff\xc3\xbc\xff', '\ufffdü\ufffd'],
  ])('of bytes that are %s', (_, bytes, text) => {
    expect(goText(bytes)).toBe(text);
    expect(JSON.parse(goJson(bytes))).toBe(text);
  });

  test('fields keep their order, the keys of a map are sorted by their bytes', () => {
    const map = new Map([
      ['b', 1],
      ['a', 2],
      ['B', 3],
      ['\xc3\xa4', 4],
    ]);
    expect(goJson({ z: map, y: null, x: [], w: true, v: 0.005 })).toBe(
      '{"z":{"B":3,"a":2,"b":1,"ä":4},"y":null,"x":[],"w":true,"v":0.005}',
    );
  });

  test('is indented by two blanks, what is empty stays on its line', () => {
    expect(goJsonIndented({ a: [1, { b: null }], c: [], d: new Map() })).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": [],\n  "d": {}\n}',
    );
  });
});

describe('what Go reads', () => {
  const FIELDS = { Name: 'string', Port: 'number', Save: 'boolean' } as const;

  test.each<[string, object | null]>([
    ['{"Name":"a","Port":1,"Save":true}', { Name: 'a', Port: 1, Save: true }],
    ['{"name":"a","PORT":1,"other":[]}', { Name: 'a', Port: 1, Save: false }],
    ['{"Name":null}', { Name: '', Port: 0, Save: false }],
    [' {} \n', { Name: '', Port: 0, Save: false }],
    ['null', { Name: '', Port: 0, Save: false }],
    ['{"Name":1}', null],
    ['{"Port":"1"}', null],
    ['[]', null],
    ['"x"', null],
    ['', null],
    ['not json', null],
    ['{"__proto__":{"Name":"x"}}', { Name: '', Port: 0, Save: false }],
  ])('of %j is %j', (text, decoded) => {
    expect(goDecode(text, FIELDS)).toEqual(decoded);
  });
});
