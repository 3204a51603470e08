import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';

import { aMessage } from '../store/contract-samples.ts';
import { statusCode, writeBounce } from './bounce.ts';

const failure = (more: Partial<Parameters<typeof writeBounce>[0]> = {}) => ({
  id: 'm_bounce',
  at: Date.UTC(2026, 10, 24, 12),
  host: 'plus.test',
  hop: 'mail.example.com:587',
  message: aMessage('m_1', { mailFrom: 'sales@acme.test', subject: 'Offer\r\nBcc: x@evil.test' }),
  failed: [
    { address: 'bob@example.test', state: 'failed' as const, reply: '550-5.1.1 no\n550 5.1.1 such user' },
  ],
  header: 'From: sales@acme.test\r\nSubject: Offer\r\n',
  ...more,
});

const written = (more: Partial<Parameters<typeof writeBounce>[0]> = {}) => {
  const bounce = writeBounce(failure(more));
  if (!bounce) throw new Error('no bounce');
  return { ...bounce, text: new TextDecoder().decode(bounce.content) };
};

describe('a bounce', () => {
  it('goes from the null reverse-path to whoever sent the message, as one of the list', async () => {
    const { message, content, text } = written();
    expect(message).toMatchObject({
      kind: 'bounce',
      list: 'default',
      mailFrom: '',
      rcptTo: ['sales@acme.test'],
      subject: 'Not delivered: Offer Bcc: x@evil.test',
      size: content.length,
    });
    const parsed = await PostalMime.parse(content);
    expect(parsed.to).toEqual([{ name: '', address: 'sales@acme.test' }]);
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.text).toContain('bob@example.test');
    expect(parsed.text).toContain('550-5.1.1 no 550 5.1.1 such user');
    expect(text).toContain('Auto-Submitted: auto-replied');
    expect(text).toMatch(
      /^Content-Type: multipart\/report; report-type=delivery-status;\r\n\tboundary="=_m_bounce"\r$/m,
    );
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('has a status for programs, and the header block of the message', () => {
    const { text } = written();
    const [, , status, headers] = text.split('--=_m_bounce');
    expect(status?.split('\r\n')).toEqual([
      '',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; plus.test',
      'Arrival-Date: Thu, 01 Jan 1970 00:00:01 +0000',
      '',
      'Final-Recipient: rfc822; bob@example.test',
      'Action: failed',
      'Status: 5.1.1',
      'Remote-MTA: dns; mail.example.com:587',
      'Diagnostic-Code: smtp; 550-5.1.1 no 550 5.1.1 such user',
      'Last-Attempt-Date: Tue, 24 Nov 2026 12:00:00 +0000',
      '',
      '',
    ]);
    expect(headers).toBe(
      '\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: sales@acme.test\r\nSubject: Offer\r\n\r\n',
    );
  });

  it('keeps addresses and fields beyond ASCII, in the types that are made for them', () => {
    const { text, message } = written({
      failed: [{ address: 'grüße@bücher.test', state: 'failed', reply: '550 5.1.1 nein' }],
      header: 'Subject: Gr\xc3\xbc\xc3\x9fe\r\n',
    });
    expect(text).toContain('message/global-delivery-status');
    expect(text).toContain('Final-Recipient: utf-8; grüße@bücher.test');
    expect(text).toContain('message/global-headers');
    expect(text).toContain('Subject: Grüße');
    expect(message.size).toBe(new TextEncoder().encode(text).length);
  });

  it('is not made for a bounce, nor for anything from the null reverse-path', () => {
    expect(writeBounce(failure({ message: aMessage('m_1', { mailFrom: '' }) }))).toBeNull();
    expect(writeBounce(failure({ message: aMessage('m_1', { kind: 'bounce' }) }))).toBeNull();
  });

  it.each([
    ['550 5.7.1 no', '5.7.1'],
    ['552-5.3.4 too\n552 5.3.4 large', '5.3.4'],
    ['554 no', '5.0.0'],
    ['5.4.6 in circles', '5.4.6'],
    ['not delivered in time: 451 4.3.0 x', '4.4.7'],
    ['given up by hand', '5.0.0'],
  ])('of "%s" has the status %s', (reply, status) => {
    expect(statusCode(reply)).toBe(status);
  });
});
