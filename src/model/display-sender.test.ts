import { expect, test } from 'vitest';
import { displaySender, displayText } from './display-sender.ts';

test.each([
  ['xn--bcher-kva.test', 'bücher.test'],
  ['shop@xn--bcher-kva.test', 'shop@bücher.test'],
  ['"a@xn--bcher-kva"@acme.test', '"a@xn--bcher-kva"@acme.test'],
  ['grüße@acme.test', 'grüße@acme.test'],
  ['me@[IPv6:2001:db8::1]', 'me@[IPv6:2001:db8::1]'],
])('the sender %s reads %s', (value, shown) => expect(displaySender(value)).toBe(shown));

test.each([
  ['Bücher <shop@xn--bcher-kva.test>, b@m.XN--BCHER-KVA.test', 'Bücher <shop@bücher.test>, b@m.bücher.test'],
  ['mail.xn--bcher-kva.test', 'mail.bücher.test'],
  ['xn--bcher-kva.xn--p1ai', 'bücher.рф'],
  ['XN--BCHER-KVA.TEST', 'bücher.test'],
  ['the host xn--bcher-kva', 'the host bücher'],
  ['no A-label: xn--a.test', 'no A-label: xn--a.test'],
  ['no name of its own: foo_xn--bcher-kva.test', 'no name of its own: foo_xn--bcher-kva.test'],
  ['nothing of that kind', 'nothing of that kind'],
])('in "%s" domains are read', (text, shown) => expect(displayText(text)).toBe(shown));
