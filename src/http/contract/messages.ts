/** Messages that were accepted. */

import { z } from 'zod';
import { Instant, ListFilter, pageQuery, paged } from './common.ts';
import { operation } from './operation.ts';
import { DeliveryJson, DeliveryStateJson } from './way.ts';

export const MessageJson = z
  .strictObject({
    id: z.string(),
    list: z.string(),
    kind: z.enum(['relay', 'verification', 'bounce']),
    at: Instant.describe('When it was accepted'),
    mailFrom: z.string().describe('Envelope, without brackets'),
    rcptTo: z.array(z.string()),
    headerFrom: z.array(z.string()).describe('Every address of From, as the policy read it'),
    from: z.string().describe('For display'),
    to: z.string(),
    subject: z.string(),
    messageId: z.string(),
    size: z.int().describe('Bytes'),
    priority: z.int().min(1).max(5),
    userId: z.string().nullable(),
    username: z.string().nullable(),
    helo: z.string(),
    sessionId: z.string().nullable(),
    decisionId: z.string().nullable().describe('Why it was accepted: GET /api/decisions/{id}'),
    deliveryState: DeliveryStateJson.optional().describe('Where a next hop takes it; not in events'),
  })
  .meta({ id: 'Message' });
export type MessageJson = z.infer<typeof MessageJson>;

export const MessageDetail = z
  .strictObject({
    ...MessageJson.shape,
    delivery: DeliveryJson.optional().describe('Where a next hop takes it'),
    headers: z.array(z.strictObject({ name: z.string(), value: z.string() })).describe('In order, decoded'),
    text: z.string().nullable(),
    html: z.string().nullable().describe('As sent: show it in a sandbox only'),
    remote: z
      .strictObject({ images: z.int(), other: z.int().describe('Style sheets, fonts, media') })
      .describe('How much the HTML would load from elsewhere'),
    attachments: z.array(
      z.strictObject({
        n: z.int().describe('For …/attachments/{n}'),
        filename: z.string().nullable(),
        contentType: z.string(),
        size: z.int(),
        contentId: z.string().nullable(),
        disposition: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MessageDetail' });
export type MessageDetail = z.infer<typeof MessageDetail>;

const PORT = 'must be a port, 1 to 65535; most servers take mail on 25 or 587';

export const LinksJson = z
  .strictObject({
    links: z.array(z.string()).describe('In order, each once'),
    codes: z.array(z.string()).describe('What looks like a one-time code'),
  })
  .meta({ id: 'Links' });

/** How TLS is used on the way to the server. */
export const RELEASE_TLS = ['offered', 'required', 'implicit'] as const;

export const ReleaseRequest = z
  .strictObject({
    host: z
      .string()
      .trim()
      .min(1, { error: 'is required: name the server that is to get the message' })
      .max(255)
      .regex(/^[^\s/@]*$/, { error: 'must be a host name or an IP address, without scheme and path' }),
    port: z.int({ error: PORT }).min(1, { error: PORT }).max(65_535, { error: PORT }),
    to: z.string().trim().describe('Address that is to get it'),
    tls: z
      .enum(RELEASE_TLS)
      .optional()
      .describe(
        'offered, also if left out: STARTTLS where the server has it; required: STARTTLS with a certificate that proves its name; ' +
          'implicit: TLS from the first byte, as on port 465, likewise',
      ),
    login: z
      .strictObject({
        username: z.string().min(1, { error: 'is required for a login' }).max(255),
        password: z.string().min(1, { error: 'is required for a login' }).max(1024),
      })
      .optional()
      .describe('Kept nowhere. Goes only to a server that proves its name, or to this machine'),
  })
  .meta({ id: 'ReleaseRequest' });
export type ReleaseRequest = z.input<typeof ReleaseRequest>;

/** Seconds for which `wait` may hold an answer. */
export const LONGEST_WAIT = 60;

export const messageOperations = {
  getMessages: operation({
    id: 'getMessages',
    method: 'get',
    path: '/api/messages',
    summary: 'Accepted messages, newest first; with "wait" it answers once one matches',
    query: z.strictObject({
      list: ListFilter.optional(),
      to: z.string().optional().describe('A recipient of the envelope, or "@domain"; without case'),
      from: z.string().optional().describe('MAIL FROM or an address of From, or "@domain"; without case'),
      q: z.string().max(1000).optional().describe('Words that must all occur in subject, addresses or text'),
      after: z
        .union([z.iso.datetime({ offset: true }), z.string().regex(/^(m_\w+|\d{1,15})$/)], {
          error: 'must be the id of a message, an instant in ISO 8601, or milliseconds since 1970',
        })
        .optional()
        .describe('Only those accepted after this message or instant'),
      wait: z.coerce
        .number()
        .min(0)
        .max(LONGEST_WAIT)
        .default(0)
        .describe(`Seconds, up to ${LONGEST_WAIT}, to hold the answer until a message matches`),
      ...pageQuery,
    }),
    answers: { 200: paged(MessageJson) },
    problems: ['not-found'],
  }),
  deleteMessages: operation({
    id: 'deleteMessages',
    method: 'delete',
    path: '/api/messages',
    summary: 'Deletes every message of a list',
    query: z.strictObject({
      list: z.string({ error: 'is required: name the list whose messages are to go' }),
    }),
    answers: { 204: 'nothing' },
    problems: ['not-found'],
  }),
  getMessage: operation({
    id: 'getMessage',
    method: 'get',
    path: '/api/messages/{id}',
    summary: 'One message with its parts',
    answers: { 200: MessageDetail },
    problems: ['not-found'],
  }),
  deleteMessage: operation({
    id: 'deleteMessage',
    method: 'delete',
    path: '/api/messages/{id}',
    summary: 'Deletes a message',
    answers: { 204: 'nothing' },
    problems: ['not-found'],
  }),
  getRawMessage: operation({
    id: 'getRawMessage',
    method: 'get',
    path: '/api/messages/{id}/raw',
    summary: 'The stored bytes',
    answers: { 200: { mediaType: 'message/rfc822' } },
    problems: ['not-found'],
  }),
  getMessageHtml: operation({
    id: 'getMessageHtml',
    method: 'get',
    path: '/api/messages/{id}/html',
    summary: 'The HTML of the message, for a sandboxed frame: no scripts, its own images within',
    query: z.strictObject({
      remote: z
        .enum(['true', 'false'])
        .default('false')
        .describe('Whether images, styles and fonts from elsewhere are loaded'),
    }),
    answers: { 200: { mediaType: 'text/html' } },
    problems: ['not-found'],
  }),
  releaseMessage: operation({
    id: 'releaseMessage',
    method: 'post',
    path: '/api/messages/{id}/release',
    summary: 'Sends the stored bytes to a server of your choice',
    body: ReleaseRequest,
    answers: { 204: 'nothing' },
    problems: ['not-found', 'release-failed'],
  }),
  getLinks: operation({
    id: 'getLinks',
    method: 'get',
    path: '/api/messages/{id}/links',
    summary: 'Links and one-time codes found in the message',
    answers: { 200: LinksJson },
    problems: ['not-found'],
  }),
  getAttachment: operation({
    id: 'getAttachment',
    method: 'get',
    path: '/api/messages/{id}/attachments/{n}',
    summary: 'Downloads an attachment',
    answers: { 200: { mediaType: '*/*' } },
    problems: ['not-found'],
  }),
};
