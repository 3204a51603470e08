import { describe, expect, it } from 'vitest';
import { formatHop, parseHop } from './next-hop.ts';

const parsed = (text: string) => {
  const hop = parseHop(text);
  if (!hop.ok) throw new Error(hop.error.message);
  return hop.value;
};

describe('a next hop', () => {
  it('is a host with a port, and by itself takes STARTTLS where it is offered', () => {
    expect(parsed('smtp://mail.example.com:2525')).toEqual({
      host: 'mail.example.com',
      port: 2525,
      implicitTls: false,
      tls: 'offered',
      auth: null,
      connections: 4,
    });
  });

  it.each([
    ['smtp://a.test', 25],
    ['smtps://a.test/', 465],
    ['SMTP://a.test:65535', 65535],
  ])('%s has port %i', (url, port) => {
    expect(parsed(url).port).toBe(port);
  });

  it('may be an IPv6 address', () => {
    expect(parsed('smtp://[::1]:2525').host).toBe('::1');
    expect(formatHop(parsed('smtp://[::1]:2525'))).toBe('[::1]:2525');
    expect(formatHop(parsed('smtp://a.test'))).toBe('a.test:25');
  });

  it('takes a login with any character, and sends it only to a server that proves its name', () => {
    expect(parsed('smtp://me%40a.test:p%2F%23%25s@mail.example.com:587')).toMatchObject({
      auth: { username: 'me@a.test', password: 'p/#%s' },
      tls: 'required',
    });
    for (const host of ['127.0.0.1', '127.10.20.30', '[::1]', 'LOCALHOST'])
      expect(parsed(`smtp://me:secret@${host}:1025`).tls).toBe('offered');
    for (const host of ['127.0.0.1.test', 'not-localhost', 'localhost.test', '[::1:1]'])
      expect(parsed(`smtp://me:secret@${host}:1025`).tls).toBe('required');
    expect(parsed('smtp://me:secret@mail.example.com?tls=unverified').tls).toBe('unverified');
  });

  it.each([
    ['smtp://a.test?tls=required', 'required'],
    ['smtp://a.test?tls=never', 'never'],
    ['smtps://a.test', 'required'],
    ['smtps://a.test?tls=unverified', 'unverified'],
  ])('%s is %s', (url, tls) => {
    expect(parsed(url).tls).toBe(tls);
  });

  it.each([
    ['http://a.test', 'is no next hop'],
    ['lsmtp://a.test', 'is no next hop'],
    ['smtp://a.test#part', 'has no path'],
    ['smtps://a.test?tls=never', 'always encrypted'],
    ['smtp://a.test?connections=101', 'from 1 to 100'],
    ['smtp://a.test?connections=x5', 'from 1 to 100'],
    ['smtp://a.test?connections=5x', 'from 1 to 100'],
    ['smtp:a.test', 'is no next hop'],
    ['smtp://', 'is no next hop'],
    ['smtp://a.test:99999', 'is no next hop'],
    ['smtp://a.test/path', 'has no path'],
    ['smtp://a.test?tls=maybe', 'not "maybe"'],
    ['smtps://a.test?tls=offered', 'always encrypted'],
    ['smtp://a.test?connections=0', 'from 1 to 100'],
    ['smtp://a.test?retries=3', 'no parameter "retries"'],
    ['smtp://user@a.test', 'user:password'],
  ])('%s is refused: %s', (url, words) => {
    const hop = parseHop(url);
    expect(hop.ok ? '' : hop.error.message).toContain(words);
  });

  it.each([1, 10, 100])('takes %i connections', (count) => {
    expect(parsed(`smtp://a.test?connections=${count}`).connections).toBe(count);
  });

  it.each([
    ['http://me:secret@a.test', '"http://***@a.test" is no next hop: give inbox: or smtp://host:port'],
    [
      'smtp://me:secret@a.test/path',
      '"smtp://***@a.test/path": a next hop has no path: give smtp://host:port, and a "/" or "#" of the login as %2F or %23',
    ],
    [
      'smtp://a.test?tls=maybe',
      '"smtp://a.test?tls=maybe": tls is one of offered, required, unverified, never, not "maybe"',
    ],
  ])('of %s one is told: %s', (url, message) => {
    expect(parseHop(url)).toEqual({ ok: false, error: { code: 'next-hop', message } });
  });

  it.each([
    'smtp://me:TOPSECRET@a.test/path',
    'smtp://me:TOPSECRET@a.test?tls=x',
    'smtp://me:TOP/TOPSECRET@a.test',
    'http://me:TOPSECRET@a.test',
    'me:TOPSECRET@a.test:25',
    'smtp://:TOPSECRET@a.test',
    'smtp://me:%TOPSECRET@a.test',
    'smtp://me:TOPSECRET@a.test:99999',
  ])('%s is refused without its login', (url) => {
    const hop = parseHop(url);
    expect(hop.ok).toBe(false);
    expect(JSON.stringify(hop)).not.toContain('SECRET');
  });
});
