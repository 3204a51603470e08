/** The bare library, to measure ours against: any login, every message read and thrown away, nothing checked or kept. */

import { SMTPServer } from 'smtp-server';

const server = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onAuth: (_auth, _session, callback) => callback(null, { user: 'anyone' }),
  onMailFrom: (_address, _session, callback) => callback(),
  onRcptTo: (_address, _session, callback) => callback(),
  onData(stream, _session, callback) {
    stream.on('data', () => undefined);
    stream.on('end', () => callback());
  },
});

server.on('error', () => undefined);
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
