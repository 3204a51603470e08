/** One connection of `smtp-server` as the relay runs it: our replies, our transcript, our patience. See docs/decisions/0001. */

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import {
  SMTPServer,
  type SMTPServerAuthentication,
  type SMTPServerAuthenticationResponse,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';

import type { Reply } from '../model/decision.ts';
import type { Answer, ConnectionView, Handlers, Patience } from './handlers.ts';
import { passPlainLines } from './plain-lines.ts';
import { redactLine } from './redact.ts';
import { printable, SHUTTING_DOWN, SYNTAX_DATA, TOO_MANY, TOO_SLOW } from './replies.ts';

/** Hands each event of the library to the connection that it belongs to. */
export class RelayServer extends SMTPServer {
  stopping = false;
  readonly handlersFor: (connection: ConnectionView) => Handlers;
  readonly #bySession = new WeakMap<object, RelayConnection>();
  readonly reportBug: (error: unknown) => Reply;

  constructor(
    options: SMTPServerOptions,
    handlersFor: (connection: ConnectionView) => Handlers,
    reportBug: (error: unknown) => Reply,
  ) {
    super(options);
    this.handlersFor = handlersFor;
    this.reportBug = reportBug;
  }

  override connect(socket: Socket | TLSSocket, socketOptions?: SMTPConnectionOptions): void {
    const connection = new RelayConnection(this, socket, socketOptions);
    this.#bySession.set(connection.session, connection);
    this.connections.add(connection);
    connection.on('error', (error) => this._onError(error));
    connection.init();
  }

  override onConnect(_session: SMTPServerSession, callback: (error?: Error | null) => void): void {
    callback();
  }

  override onSecure(
    _socket: unknown,
    session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): void {
    this.#bySession.get(session)?.encrypted();
    callback();
  }

  override onAuth(
    auth: SMTPServerAuthentication,
    session: SMTPServerSession,
    callback: (error: Error | null, response?: SMTPServerAuthenticationResponse) => void,
  ): void {
    this.#bySession.get(session)?.authenticate(auth, callback);
  }

  override onData(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    callback: (error?: Error | null, message?: string) => void,
  ): void {
    this.#bySession.get(session)?.receive(stream, callback);
  }
}

export class RelayConnection extends SMTPConnection {
  readonly #relay: RelayServer;
  readonly #handlers: Handlers;
  /** Since when we wait for the client, in ms of `performance.now`. */
  #waitingSince = performance.now();
  /** Whether a message is coming in, or being judged and stored. */
  #receiving = false;
  #reason = 'closed';
  #announcing = false;

  constructor(server: RelayServer, socket: Socket | TLSSocket, options?: SMTPConnectionOptions) {
    super(server, socket, options);
    this.#relay = server;
    this.#handlers = server.handlersFor({
      remoteAddress: this.remoteAddress,
      remotePort: this.remotePort,
      localPort: this.localPort,
      helo: () => this.hostNameAppearsAs || '',
      protocol: () => this._transmissionType(),
    });
  }

  /** Greets at once: there is nobody to catch talking early on a port that wants a login anyway. */
  override init(): void {
    this._setListeners(() => {
      const max = this.#relay.options.maxClients ?? Infinity;
      if (this.#relay.stopping) return this.#end(SHUTTING_DOWN, 'shutdown');
      if (this.#relay.connections.size > max) return this.#end(TOO_MANY, 'refused');
      const answer = this.#handlers.connected();
      if (answer === null) return this.connectionReady();
      return void this.#settle(Promise.resolve(answer), (refused) => {
        if (refused) this.#end(refused, 'refused');
        else this.connectionReady();
      });
    });
  }

  /** Ends a client that takes too long for one command or one message, however it trickles. */
  hurry(patience: Patience): void {
    if (this._handlerPending && !this.#receiving) return;
    const limit = this.#receiving ? patience.message : patience.command;
    if (performance.now() - this.#waitingSince > limit) this.#end(TOO_SLOW, 'timeout');
  }

  shutDown(force: boolean): void {
    if (force || !(this.#receiving || this._handlerPending)) this.#end(SHUTTING_DOWN, 'shutdown');
    if (force) this._socket.destroy();
  }

  encrypted(): void {
    const { name = '', version = '' } = this.tlsOptions || {};
    this.#handlers.secured(`${version} ${name}`);
  }

  authenticate(
    auth: SMTPServerAuthentication,
    callback: (error: Error | null, response: SMTPServerAuthenticationResponse) => void,
  ): void {
    const { method: mechanism, username = '', password = '', authzid = '' } = auth;
    // An authorization identity of another user asks to act as that one (RFC 4616 section 2): there is no such right here.
    const other = authzid !== '' && authzid !== username;
    void this.#settle(
      this.#handlers.authenticate({ mechanism, username, password: other ? null : password }),
      (answer) => {
        if (answer === 'drop') return this.#end(answer, 'refused');
        const message = `${answer.enhanced} ${answer.text}`;
        if (answer.code === 235) return callback(null, { user: username, message });
        return callback(null, { responseCode: answer.code, message });
      },
    );
  }

  receive(stream: SMTPServerDataStream, callback: (error: Error | null, message?: string) => void): void {
    void this.#settle(this.#handlers.data(stream), (answer) => {
      this.#receiving = false;
      this.#waitingSince = performance.now();
      if (answer === 'drop') return this.#end(answer, 'refused');
      const text = `${answer.enhanced} ${answer.text}`;
      if (answer.code === 250) return callback(null, text);
      return callback(Object.assign(new Error(text), { responseCode: answer.code }));
    });
  }

  /** The one place where replies are written. A text of ours begins with its enhanced code. */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const texts = Array.isArray(data) ? data : [data ?? ''];
    const enhanced = ENHANCED.test(texts[0] ?? '') ? '' : this._getEnhancedStatusCode(code, context);
    // During the handshake the socket is the plain one still: nothing may be written (see the library's own `send`).
    if (!this._upgrading && !this._socket.destroyed && this._socket.writable) {
      let reply = '';
      for (const [i, text] of texts.entries()) {
        const line = `${code}${i < texts.length - 1 ? '-' : ' '}${enhanced && `${enhanced} `}${printable(text)}`;
        this.#handlers.said('server', line);
        reply += `${line}\r\n`;
      }
      this._socket.write(reply, 'latin1');
    }
    if (code !== 421) return;
    if (this.#reason === 'closed') this.#reason = 'refused';
    this.close();
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    const next = callback ?? (() => undefined);
    if (this._upgrading) return next();
    this.#waitingSince = performance.now();
    const inAuth = this._nextHandler !== false;
    this.#handlers.said('client', redactLine(command, inAuth));
    if (this.#relay.stopping) return this.#end(SHUTTING_DOWN, 'shutdown');
    const garbled = inAuth ? this.#handlers.authGoesOn(command) : null;
    if (garbled) {
      this._nextHandler = false;
      this.#answer(garbled);
      return next();
    }
    if (!inAuth && QUIT.test(command.toString('latin1', 0, 6))) this.#reason = 'quit';
    const answer = this.#handlers.command(command.length);
    if (answer === null) return super._onCommand(command, callback);
    this._handlerPending = true;
    return void this.#settle(Promise.resolve(answer), (refused) => {
      this._handlerPending = false;
      if (refused) this.#end(refused, 'refused');
      else super._onCommand(command, callback);
    });
  }

  override _resetSession(): void {
    super._resetSession();
    this.#handlers.reset();
  }

  /** EHLO offers AUTH only where it may be used (RFC 4954 section 4); the command itself is refused by its rule. */
  override _isSupported(command: string): boolean {
    if (this.#announcing && command === 'AUTH' && !this.#handlers.offersAuth()) return false;
    return super._isSupported(command);
  }

  override handler_EHLO(command: Buffer, callback: () => void): void {
    this.#announcing = true;
    super.handler_EHLO(command, callback);
    this.#announcing = false;
    this.#handlers.greeted(this.hostNameAppearsAs || '');
  }

  override handler_HELO(command: Buffer, callback: () => void): void {
    super.handler_HELO(command, callback);
    this.#handlers.greeted(this.hostNameAppearsAs || '');
  }

  override handler_AUTH(command: Buffer, callback: () => void): void {
    const refused = this.#handlers.authBegins(command);
    if (refused === null) return super.handler_AUTH(command, callback);
    this.#answer(refused);
    return callback();
  }

  override handler_MAIL(command: Buffer, callback: () => void): void {
    void this.#settle(this.#handlers.mail(command), (answer) => {
      if (this.#answer(answer)) this.session.envelope.mailFrom = GIVEN;
      callback();
    });
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    void this.#settle(this.#handlers.rcpt(command), (answer) => {
      if (this.#answer(answer)) this.session.envelope.rcptTo = [GIVEN];
      callback();
    });
  }

  override handler_DATA(command: Buffer, callback: () => void): void {
    const refused = command.toString('latin1').trim().length > 4 ? SYNTAX_DATA : this.#handlers.dataBegins();
    if (refused) {
      this.#answer(refused);
      return callback();
    }
    this.#receiving = true;
    return super.handler_DATA(command, callback);
  }

  override _createParser(): ReturnType<SMTPConnection['_createParser']> {
    return passPlainLines(super._createParser());
  }

  override _onTimeout(): void {
    this.#reason = 'timeout';
    super._onTimeout();
  }

  override _onClose(): void {
    const first = !this._closed;
    super._onClose();
    if (first) this.#handlers.closed(this.#reason);
  }

  /** Whether it was a yes. */
  #answer(answer: Answer): boolean {
    if (answer === 'drop') this.#end(answer, 'refused');
    else this.send(answer.code, `${answer.enhanced} ${answer.text}`);
    return answer !== 'drop' && answer.code < 300;
  }

  #end(answer: Answer, reason: string): void {
    this.#reason = reason;
    if (answer === 'drop') return void this._socket.destroy();
    this.send(answer.code, `${answer.enhanced} ${answer.text}`);
    return this.close();
  }

  /** A handler that rejects is a bug, and so is a library that throws: this session ends, and the service lives on. */
  async #settle<T>(promise: Promise<T>, then: (value: T | Reply) => void): Promise<void> {
    const value = await promise.catch((error: unknown) => this.#relay.reportBug(error));
    try {
      then(value);
    } catch (error) {
      this.#relay.reportBug(error);
      this._socket.destroy();
    }
  }
}

const GIVEN = { address: 'kept by the submission', args: false } as const;
const ENHANCED = /^[245]\.\d{1,3}\.\d{1,3} /;
const QUIT = /^QUIT\s*$/i;
