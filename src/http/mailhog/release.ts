/** The body of MailHog's `POST …/release`. */

import { fail, ok, type Result } from '../../model/result.ts';
import type { ReleaseTarget } from '../services.ts';
import { goDecode } from './go-json.ts';

/** How the request is refused: `text` only where its body could not be read at all. */
export type Refused = { status: 400 | 500; text: string };

/**
 * `{"Host","Port":"25","Email"}`, names without case; Port is a string. A login is taken by its `Mechanism`. Named
 * servers (`Name`, `Save`) are not kept here: a name alone is unknown, and `Save` sends without saving.
 */
export const parseRelease = (body: string): Result<ReleaseTarget, Refused> => {
  const config = goDecode(body, RELEASE_CONFIG);
  if (!config) return refused(500, 'Error decoding request body');
  const { Name, Save, Host, Port, Email, Username, Password, Mechanism } = config;
  if (Name !== '' && !Save) return refused(400);
  const login = Username !== '' || Password !== '';
  if (login && Mechanism !== 'PLAIN' && Mechanism !== 'CRAMMD5') return refused(400);
  const port = /^\d{1,5}$/.test(Port) ? Number(Port) : 0;
  // What can be sent nowhere fails as a failed sending does.
  if (Host === '' || Email === '' || port < 1 || port > 65_535) return refused(500);
  const target = { host: Host, port, to: Email };
  if (!login) return ok(target);
  const mechanism = Mechanism === 'CRAMMD5' ? 'CRAMMD5' : 'PLAIN';
  return ok({ ...target, auth: { username: Username, password: Password, mechanism } });
};

const RELEASE_CONFIG = {
  Name: 'string',
  Save: 'boolean',
  Email: 'string',
  Host: 'string',
  Port: 'string',
  Username: 'string',
  Password: 'string',
  Mechanism: 'string',
} as const;

const refused = (status: Refused['status'], text = ''): Result<never, Refused> => fail({ status, text });
