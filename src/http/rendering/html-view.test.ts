import { describe, expect, test } from 'vitest';
import { viewHtml } from './html-view.ts';

const HEAD = '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light">';
const view = (html: string, remote = false, part?: (id: string) => string | null) => {
  const seen = viewHtml(html, { remote, ...(part ? { part } : {}) });
  expect(seen.html.startsWith(HEAD)).toBe(true);
  return { ...seen, html: seen.html.slice(HEAD.length) };
};

describe('what could run, frame or call out', () => {
  test.each([
    ['a<script>alert(1)</script>b', 'ab'],
    ['a<script>never closed', 'a'],
    ['<iframe src="https://x.test"><p>in</p></iframe>b', 'b'],
    ['<object data=x><object></object>in</object>b', 'b'],
    ['<base href="https://x.test/"><meta http-equiv=refresh content="0;url=https://x.test">b', 'b'],
    ['<link rel="preconnect" href="https://x.test"><link rel=dns-prefetch href=//x.test>b', 'b'],
    ['<p onclick="x()" ONLOAD=y>b</p>', '<p>b</p>'],
    ['<form action="https://x.test"><input formaction=x autofocus></form>', '<form><input></form>'],
    ['<a href="javascript:x()">b</a>', '<a target="_blank" rel="noopener noreferrer">b</a>'],
    ['<a href=" java&#115;cript:x()">b</a>', '<a target="_blank" rel="noopener noreferrer">b</a>'],
    ['<!-- <b> --><!--[if mso]><p>x</p><![endif]-->b', 'b'],
    ['<img src="/api/messages"><img src=x.png>', '<img><img>'],
  ])('falls away: %s', (html, shown) => expect(view(html).html).toBe(shown));
});

describe('links', () => {
  test('open a tab of their own and lose nothing', () => {
    expect(view('<a href="https://x.test/?a=1&amp;b=%22" target=_top rel=opener>b</a>').html).toBe(
      '<a href="https://x.test/?a=1&amp;b=%22" target="_blank" rel="noopener noreferrer">b</a>',
    );
  });
});

describe('what comes from elsewhere', () => {
  const HTML = [
    '<img src="https://x.test/1.png" alt=one><img src=https://x.test/1.png><img src="//x.test/2.png">',
    '<img srcset="https://x.test/3.png 1x, https://x.test/4.png 2x">',
    '<td background="http://x.test/5.png" style="background:url( \'https://x.test/6.png\' ) red">c</td>',
    '<link rel="stylesheet" href="https://x.test/a.css">',
    '<style>@import url("https://x.test/b.css"); @font-face { src: url(https://x.test/f.woff2) } p { background: url(https://x.test/7.png) }</style>',
    '<video poster="https://x.test/8.png" src="https://x.test/v.mp4"></video>',
  ].join('');

  test('is counted, each address once, and not loaded', () => {
    const { html, remote } = view(HTML);
    expect(html).not.toContain('x.test');
    expect(html).toContain('<img alt="one">');
    expect(html).toContain('style="background:none red"');
    expect(remote).toEqual({ images: 7, other: 5 });
  });

  test('is loaded when asked for, and counted all the same', () => {
    const { html, remote } = view(HTML, true);
    for (const address of [
      'https://x.test/1.png',
      'https://x.test/2.png',
      'https://x.test/3.png 1x, https://x.test/4.png 2x',
    ])
      expect(html).toContain(`"${address}"`);
    expect(html).toContain('url("https://x.test/7.png")');
    expect(html).toContain('@import url("https://x.test/b.css");');
    expect(remote).toEqual({ images: 7, other: 5 });
  });
});

describe('images of the message itself', () => {
  const part = (id: string) => (id === 'logo@x.test' ? 'data:image/png;base64,AA==' : null);

  test('stand in the place of their Content-IDs', () => {
    expect(
      view(
        '<img src="cid:logo@x.test"><img src="CID:logo%40x.test"><p style="background:url(cid:logo@x.test)">',
        false,
        part,
      ).html,
    ).toBe(
      '<img src="data:image/png;base64,AA=="><img src="data:image/png;base64,AA=="><p style="background:url(&quot;data:image/png;base64,AA==&quot;)">',
    );
  });

  test('that are not there are none, and nothing of it is remote', () => {
    const { html, remote } = view(
      '<img src="cid:other@x.test"><i style="background:url(cid:y)">',
      false,
      part,
    );
    expect(html).toBe('<img><i style="background:none">');
    expect(remote).toEqual({ images: 0, other: 0 });
  });
});

describe('what is left as it is', () => {
  test.each([
    '<p class="a b">1 &lt; 2 &amp; ü &copy;<br>x</p>',
    '<table width="100%"><tbody><tr><td>x</td></tr></tbody></table>',
    '<style>p::before { content: "<b>"; color: red }</style>',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    '<svg viewBox="0 0 1 1"><use href="#a"></use></svg>'.toLowerCase(),
    '<a>no link</a>',
  ])('%s', (html) => expect(view(html).html).toBe(html));
});

test('odd and endless input is shown in part and soon', () => {
  const odd = [
    '<',
    '<a href="',
    'url(',
    '<style>url(',
    '@import ',
    '<p style="',
    '&',
    '<!--',
    '</',
    '<div>',
    '<object>',
    'srcset=',
    ' ',
  ];
  for (const piece of odd) expect(() => view(piece.repeat(200_000))).not.toThrow();
  expect(view(`<p>${'x'.repeat(3_000_000)}`).html).toContain('stands in the source');
  expect(view(`${'<div>'.repeat(700)}x`).html).toContain('stands in the source');
  expect(view(`${'<p>'.repeat(700)}x<br>`).html).not.toContain('stands in the source');
});
