/** Whether work may be sent to the service, and what it is: versions, store, limits, next hop. */

import { z } from 'zod';
import { HOP_TLS } from '../../model/next-hop.ts';
import { Instant } from './common.ts';
import { operation } from './operation.ts';

export const ReadyJson = z.strictObject({ status: z.literal('ready') }).meta({ id: 'Ready' });

export const AboutJson = z
  .strictObject({
    versions: z.strictObject({
      smtpPlus: z.string(),
      node: z.string(),
      sqlite: z.string().nullable().describe('null where the store is none of SQLite'),
    }),
    startedAt: Instant,
    store: z.strictObject({
      name: z.string().describe('Kind and place, without user and password'),
      bytes: z.int().nullable().describe('On the disk, with indexes; null in memory'),
    }),
    limits: z.strictObject({
      messageBytes: z.int(),
      recipients: z.int(),
      connections: z.int().describe('SMTP connections that are served at once'),
    }),
    kept: z.strictObject({
      messages: z
        .strictObject({
          age: z.int().nullable().describe('ms'),
          count: z.int().nullable(),
          bytes: z.int().nullable(),
        })
        .nullable()
        .describe('The bounds of --keep, of each list; null where messages stay until they are deleted'),
      records: z.int().describe('Sessions and decisions of each list, the newest'),
    }),
    tls: z.strictObject({ required: z.boolean().describe('Whether AUTH is allowed after STARTTLS only') }),
    nextHop: z
      .strictObject({
        hop: z.string().describe('Host and port'),
        tls: z.enum([...HOP_TLS, 'implicit']),
        login: z.boolean().describe('Whether it is given a login'),
        expiryMs: z.int().describe('How long a message is tried'),
      })
      .nullable()
      .describe('null where messages stay in the inbox'),
    publicUrl: z.string().nullable(),
    login: z.boolean().describe('Whether pages and API ask for the admin password'),
    testClock: z.boolean(),
  })
  .meta({ id: 'About' });
export type AboutJson = z.infer<typeof AboutJson>;

export const aboutOperations = {
  getReady: operation({
    id: 'getReady',
    method: 'get',
    path: '/api/ready',
    summary:
      'Whether new work may be sent here: the store can be written, a port listens, it is not shutting down',
    description: 'Needs no login. For balancers; whether the process lives at all is told by /api/health.',
    answers: { 200: ReadyJson },
    problems: ['not-ready'],
  }),
  getAbout: operation({
    id: 'getAbout',
    method: 'get',
    path: '/api/about',
    summary: 'What this server is: versions, store, limits, next hop; without secrets',
    answers: { 200: AboutJson },
    problems: ['not-found'],
  }),
};
