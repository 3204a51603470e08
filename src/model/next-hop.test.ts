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
  });

  it('takes a login with any character, and sends it only to a server that proves its name', () => {
    expect(parsed('smtp://me%40a.test:p%2F%23%25s@mail.example.com:587')).toMatchObject({
      auth: { username: 'me@a.test', password: 'p/#%s' },
      tls: 'required',
    });
    expect(parsed('smtp://me:secret@127.0.0.1:1025').tls).toBe('offered');
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
