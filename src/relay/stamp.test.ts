import { describe, expect, test } from 'vitest';
import { readHeaderBlock } from '../model/header-block.ts';
import { formatDate, stampHead, type Stamp } from './stamp.ts';

const NOW = Date.UTC(2026, 10, 24, 8, 30, 5);
const stamp: Stamp = {
  helo: 'client.test',
  clientAddress: '127.0.0.1',
  host: 'relay.test',
  protocol: 'ESMTPSA',
  id: 'm_1',
  now: NOW,
  priority: 3,
};

const stamped = (header: string, more: Partial<Stamp> = {}) => {
  const bytes = new TextEncoder().encode(`${header}\r\nbody`);
  const { head, ...rest } = stampHead(bytes, readHeaderBlock(bytes, { smtpUtf8: true }), {
    ...stamp,
    ...more,
  });
  return { text: new TextDecoder().decode(head), ...rest };
};

test('adds Received on top, what is missing and the priority at the end, and keeps the body', () => {
  const { text, messageId } = stamped('From: a@x.test\r\nSubject: hé\r\n');
  expect(text).toBe(
    'Received: from client.test ([127.0.0.1])\r\n\tby relay.test (SMTP+) with ESMTPSA id m_1;\r\n\tTue, 24 Nov 2026 08:30:05 +0000\r\n' +
      'From: a@x.test\r\nSubject: hé\r\n' +
      'Message-ID: <m_1@relay.test>\r\nDate: Tue, 24 Nov 2026 08:30:05 +0000\r\n' +
      'X-Priority: 3 (Normal)\r\nX-MSMail-Priority: Normal\r\nImportance: Normal\r\n\r\nbody',
  );
  expect(messageId).toBe('<m_1@relay.test>');
});

test('keeps Message-ID and Date that are there, whatever their case', () => {
  const { text, messageId } = stamped('FROM: a@x.test\r\nmessage-id: <mine@x.test>\r\nDATE: whenever\r\n');
  expect(text).not.toContain('m_1@relay');
  expect(text.match(/date:/gi)).toHaveLength(1);
  expect(messageId).toBe('<mine@x.test>');
});

test('takes Bcc away with its folded lines, and nothing beside it', () => {
  const { text } = stamped(
    'Bcc: a@x.test,\r\n b@x.test\r\nFrom: a@x.test\r\nBCC: c@x.test\r\nX-Bcc: stays\r\nSubject: folded\r\n line\r\n',
  );
  expect(text).not.toMatch(/^bcc/im);
  expect(text).not.toContain('b@x.test');
  expect(text).toContain('X-Bcc: stays\r\nSubject: folded\r\n line\r\n');
});

describe('priority', () => {
  test.each([
    [3, '', 3],
    [1, '', 1],
    [5, '', 5],
    [5, 'X-Priority: 1 (Highest)\r\n', 1],
    [2, 'X-Priority: 4\r\n', 2],
    [3, 'Importance: High\r\n', 2],
    [3, 'Priority: urgent\r\nX-Priority: 5\r\n', 2],
    [4, 'Importance: whatever\r\n', 4],
  ] as const)('of user %i and header %j is %i', (priority, header, expected) => {
    const result = stamped(`From: a@x.test\r\n${header}`, { priority });
    expect(result.priority).toBe(expected);
    expect(result.text.match(/^X-Priority: (\d)/m)?.[1]).toBe(String(expected));
    expect(result.text.match(/^(x-priority|x-msmail-priority|importance|priority):/gim)).toHaveLength(3);
  });
});

test('lets nothing of HELO look like more than a name', () => {
  const { text } = stamped('From: a@x.test\r\n', { helo: 'x)\r\nFrom: evil@x.test', clientAddress: '::1' });
  expect(text.split('\r\n')[0]).toBe('Received: from x???From:?evil?x.test ([IPv6:::1])');
  expect(text.match(/^From:/gm)).toHaveLength(1);
});

test('writes dates as RFC 5322 does, in UTC', () => {
  expect(formatDate(NOW)).toBe('Tue, 24 Nov 2026 08:30:05 +0000');
});
