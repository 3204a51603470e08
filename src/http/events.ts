/** Server-sent events (the HTML standard's section 9.2): what the store tells, to all who listen, with replay. */

import type { ServiceEvent } from '../model/events.ts';
import type { Services } from './services.ts';
import { eventJson } from './views.ts';

export type EventHub = {
  /** The answer to GET /api/events; of one list, or of all. Ends when the client leaves or the service stops. */
  stream(request: Request, list: string | undefined): Response;
  /** How many listen. */
  listeners(): number;
};

/** How many events are kept for those who come back. */
export const REPLAYED = 1000;
export const HEARTBEAT_MS = 15_000;

/** Written out only when somebody listens, since under load nobody may, and then once for all of them. */
type Told = { id: number; list: string | null; frame(): Uint8Array };

export const createEventHub = ({
  store,
  clock,
  shutdown,
}: Pick<Services, 'store' | 'clock' | 'shutdown'>): EventHub => {
  // Ids rise over restarts too, so that an id of an earlier life is seen to be old.
  const first = clock.now() * 1000;
  let id = first;
  const kept: Told[] = [];
  const clients = new Set<Client>();

  const unsubscribe = store.subscribe((event) => {
    const told = tell(++id, event);
    kept.push(told);
    if (kept.length > 2 * REPLAYED) kept.splice(0, kept.length - REPLAYED);
    for (const client of clients) client.tell(told);
  });
  shutdown.addEventListener('abort', () => {
    unsubscribe();
    for (const client of clients) client.end();
  });

  const missed = (after: number): { text: string; events: Told[] } => {
    const events = kept.slice(-REPLAYED).filter((told) => told.id > after);
    const complete = after >= first && after <= id && after >= (events[0]?.id ?? id + 1) - 1;
    return {
      text: complete ? '' : `event: reset\nid: ${events[0] ? events[0].id - 1 : id}\ndata: {}\n\n`,
      events,
    };
  };

  return {
    listeners: () => clients.size,
    stream(request, list) {
      const lastSeen = Number(request.headers.get('last-event-id') ?? Number.NaN);
      const client = createClient(list, () => clients.delete(client));
      client.send('retry: 2000\n\n');
      if (!Number.isNaN(lastSeen)) {
        const { text, events } = missed(lastSeen);
        if (text !== '') client.send(text);
        for (const told of events) client.tell(told);
      }
      if (shutdown.aborted || request.method === 'HEAD') client.end();
      else clients.add(client);
      return new Response(client.body, {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      });
    },
  };
};

const tell = (id: number, event: ServiceEvent): Told => {
  let frame: Uint8Array | undefined;
  const text = () => `event: ${event.type}\nid: ${id}\ndata: ${JSON.stringify(eventJson(event))}\n\n`;
  return { id, list: event.list, frame: () => (frame ??= encode(text())) };
};

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

type Client = {
  body: ReadableStream<Uint8Array>;
  send(text: string): void;
  tell(told: Told): void;
  end(): void;
};

/** Frames that may wait for a slow client; one that is slower is let go, comes back and is told what it missed. */
const MOST_WAITING = 4 * REPLAYED;

const createClient = (list: string | undefined, gone: () => void): Client => {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let open = true;
  const leave = (): boolean => {
    if (!open) return false;
    open = false;
    clearInterval(heartbeat);
    gone();
    return true;
  };
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    cancel: () => void leave(),
  });
  const end = () => void (leave() && controller.close());
  const write = (bytes: Uint8Array) => {
    if (!open) return;
    if ((controller.desiredSize ?? 0) < -MOST_WAITING) end();
    else controller.enqueue(bytes);
  };
  const send = (text: string) => write(encode(text));
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS);
  return {
    body,
    send,
    tell: (told) => void ((list === undefined || told.list === list) && write(told.frame())),
    end,
  };
};
