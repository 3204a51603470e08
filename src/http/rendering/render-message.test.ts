import { describe, expect, test } from 'vitest';
import { attachment, renderMessage } from './render-message.ts';

const bytes = (...lines: string[]) => new TextEncoder().encode(lines.join('\r\n'));

const WITH_PARTS = bytes(
  'Received: from a.test',
  '\tby b.test',
  'From: =?utf-8?Q?J=C3=BCrgen?= <j@acme.test>',
  'To: A <a@receiver.test>, Team: b@receiver.test, c@receiver.test;',
  'Cc: d@receiver.test',
  'Subject: =?utf-8?Q?Gr=C3=BC?= =?utf-8?Q?=C3=9Fe?=',
  'Date: Tue, 24 Nov 2026 08:00:00 +0100',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=C3=BC=C3=9Fe',
  '--a',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<b>Grüße</b>',
  '--a--',
  '--m',
  'Content-Type: text/csv; name="a.csv"',
  'Content-Disposition: attachment; filename="a.csv"',
  'Content-Transfer-Encoding: base64',
  '',
  'YSxiCjEsMgo=',
  '--m',
  'Content-Type: image/png',
  'Content-ID: <logo@acme.test>',
  'Content-Disposition: inline',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw==',
  '--m--',
  '',
);

describe('a message', () => {
  test('shows its headers as written, unfolded and decoded', async () => {
    const { headers } = await renderMessage(WITH_PARTS);
    expect(headers.slice(0, 2)).toEqual([
      { name: 'Received', value: expect.stringMatching(/^from a\.test\s+by b\.test$/) },
      { name: 'From', value: 'Jürgen <j@acme.test>' },
    ]);
  });

  test('shows who, when and what in one way, members of groups among the others', async () => {
    expect(await renderMessage(WITH_PARTS)).toMatchObject({
      from: [{ name: 'Jürgen', address: 'j@acme.test' }],
      to: [
        { name: 'A', address: 'a@receiver.test' },
        { name: '', address: 'b@receiver.test' },
        { name: '', address: 'c@receiver.test' },
      ],
      cc: [{ name: '', address: 'd@receiver.test' }],
      subject: 'Grüße',
      date: '2026-11-24T07:00:00.000Z',
    });
  });

  test('shows text, HTML and a list of its attachments', async () => {
    const { text, html, attachments } = await renderMessage(WITH_PARTS);
    expect(text?.trim()).toBe('Grüße');
    expect(html?.trim()).toBe('<b>Grüße</b>');
    expect(attachments).toEqual([
      {
        n: 0,
        filename: 'a.csv',
        contentType: 'text/csv',
        size: 8,
        contentId: null,
        disposition: 'attachment',
      },
      {
        n: 1,
        filename: null,
        contentType: 'image/png',
        size: 4,
        contentId: '<logo@acme.test>',
        disposition: 'inline',
      },
    ]);
  });

  test('gives the content of an attachment, and null for one that it does not have', async () => {
    expect(await attachment(WITH_PARTS, 0)).toEqual({
      filename: 'a.csv',
      contentType: 'text/csv',
      content: new TextEncoder().encode('a,b\n1,2\n'),
    });
    for (const n of [2, -1, 0.5, NaN]) expect(await attachment(WITH_PARTS, n)).toBeNull();
  });

  test('of two From fields both are shown', async () => {
    const { from } = await renderMessage(bytes('From: a@acme.test', 'From: b@acme.test', '', 'x'));
    expect(from.map(({ address }) => address)).toEqual(['a@acme.test', 'b@acme.test']);
  });
});

describe('what is no message', () => {
  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['random bytes', Uint8Array.from({ length: 20_000 }, (_, at) => (at * 7919) % 256)],
    [
      'a multipart without end',
      bytes(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: multipart/x; boundary=b',
        '',
        '--b',
      ),
    ],
    [
      'an unknown charset and encoding',
      bytes('Content-Type: text/plain; charset=klingon', 'Content-Transfer-Encoding: x-warp', '', '\u00e9'),
    ],
    ['a date that is none', bytes('Date: yesterday', '', '')],
  ])('%s is rendered all the same', async (_, raw) => {
    await expect(renderMessage(raw)).resolves.toHaveProperty('headers');
  });

  test('a header block beyond all bounds shows as the beginning of its text', async () => {
    const { text, headers } = await renderMessage(bytes(`X: ${'y'.repeat(3_000_000)}`, '', 'x'));
    expect(headers).toEqual([]);
    expect(text).toHaveLength(1024 * 1024);
  });

  test('parts by the ten thousand are cut off', async () => {
    const many = bytes(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...Array.from({ length: 20_000 }, () => '--b\r\nX: y\r\n\r\nz'),
    );
    const { attachments, text } = await renderMessage(many);
    expect(attachments.length + (text?.split('\n').length ?? 0)).toBeLessThan(30_000);
    expect(text?.startsWith('z')).toBe(true);
  });
});
