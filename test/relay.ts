/** A relay by itself, on a memory store with one user who may send, for what a whole service does not let a test set. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dial, type Dialogue } from '../harness/dialogue.ts';
import { freePorts } from '../harness/free-ports.ts';
import { createFaults } from '../src/model/fault.ts';
import { createIds } from '../src/model/id.ts';
import { createJims } from '../src/model/jim.ts';
import { hashPassword } from '../src/model/password.ts';
import type { StoredUser } from '../src/model/user.ts';
import { createSpool } from '../src/relay/receive.ts';
import { startRelay, type Relay, type RelayOptions } from '../src/relay/relay.ts';
import { makeTlsMaterial } from '../src/relay/tls-material.ts';
import { createMemoryStore } from '../src/store/memory.ts';
import type { Store } from '../src/store/store.ts';

export type TestRelay = {
  port: number;
  store: Store;
  faults: RelayOptions['faults'];
  jims: RelayOptions['jims'];
  /** What the relay could not explain. */
  bugs: unknown[];
  sessions: Relay['sessions'];
  dial(): Promise<Dialogue>;
  /** Has said EHLO and logged in as the one user, who may send as acme.test. */
  session(): Promise<Dialogue>;
  [Symbol.asyncDispose](): Promise<void>;
};

export const USERNAME = 'shop';
export const PASSWORD = 'spw_00000000000000000000000000000000';

/** `failing` stands in for parts of the store, as one that cannot be reached would. */
export const startTestRelay = async (
  options: Partial<RelayOptions> & { failing?: Partial<Store> } = {},
): Promise<TestRelay> => {
  const { failing, ...more } = options;
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const folder = await mkdtemp(join(tmpdir(), 'smtp-plus-relay-'));
  const makeId = createIds(random, Date);
  const [faults, jims] = [createFaults(), createJims()];
  const store = { ...createMemoryStore(), ...failing };
  await addUser(store);
  const bugs: unknown[] = [];
  const relay = await startRelay({
    host: '127.0.0.1',
    ports: await freePorts(1),
    name: 'relay.test',
    tls: await makeTlsMaterial('relay.test', Date.now()),
    tlsRequired: false,
    store,
    clock: { now: () => Date.now() },
    makeId,
    faults,
    jims,
    spool: createSpool(folder, () => makeId('m')),
    chance: () => 0.5,
    reportBug: (error) => void bugs.push(error),
    ...more,
  });
  const [port = 0] = relay.listening;
  const session = async (): Promise<Dialogue> => {
    const dialogue = await dial({ port });
    await dialogue.ehlo();
    await dialogue.authPlain(USERNAME, PASSWORD);
    return dialogue;
  };
  return {
    ...{ port, store, faults, jims, bugs, session },
    sessions: relay.sessions,
    dial: () => dial({ port }),
    async [Symbol.asyncDispose]() {
      await relay.stop(0);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const addUser = async (store: Store): Promise<void> => {
  const at = Date.now();
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const key = { kind: 'domain', value: 'acme.test' } as const;
  const sender = { ...key, id: 's_1', list: 'default', requestedAt: at, expiresAt: null } as const;
  const user: StoredUser = {
    ...{ id: 'u_1', list: 'default', username: USERNAME, active: true, priority: 3, note: '' },
    ...{ senders: [key], createdAt: at, updatedAt: at, passwordChangedAt: at, lastUsedAt: null },
    passwordHash: await hashPassword(PASSWORD, random),
  };
  await store.putUser(user, [{ ...sender, status: 'verified', verifiedAt: at }], null);
};
