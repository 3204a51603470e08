import { describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from '../store/memory.ts';
import { aDecision, aMessage, bytesOf, createTestApi, START } from './api.test-kit.ts';
import { createEventHub, HEARTBEAT_MS, REPLAYED } from './events.ts';

type Told = { event: string | undefined; id: number; data: Record<string, unknown> };

const parse = (text: string): Told[] =>
  text
    .split('\n\n')
    .map((frame) =>
      Object.fromEntries(
        frame
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      ),
    )
    .filter(({ data }) => data !== undefined)
    .map(({ event, id, data }) => ({
      event,
      id: Number(id),
      data: JSON.parse(data!) as Record<string, unknown>,
    }));

const createHub = () => {
  const store = createMemoryStore();
  const stop = new AbortController();
  const hub = createEventHub({ store, clock: { now: () => START }, shutdown: stop.signal });
  const open = (list?: string, lastEventId?: number) =>
    hub.stream(
      new Request(
        'http://x/',
        lastEventId === undefined ? {} : { headers: { 'last-event-id': String(lastEventId) } },
      ),
      list,
    );
  return { store, stop, hub, open };
};

describe('GET /api/events', () => {
  it('tells what happens, in order, with rising ids', async () => {
    const api = createTestApi();
    const response = await api.app.request('/api/events');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const bytes = bytesOf('From: a@b.test', '', 'hi');
    await api.store.commitMessage(aMessage(), bytes, aDecision({ action: 'accept', rule: null }));
    await api.store.deleteMessages('default');
    await api.post('/api/lists/default/users', { authorizedDomains: 'a.test' });
    api.stop.abort();
    const told = parse(await response.text());
    expect(told.map(({ event, data }) => `${event} ${String(data['action'])}`)).toEqual(
      expect.arrayContaining([
        'message created',
        'decision created',
        'messages deleted',
        'user created',
        'sender created',
      ]),
    );
    expect(told.map(({ id }) => id)).toEqual(told.map(({ id }) => id).toSorted((a, b) => a - b));
    expect(told[0]).toMatchObject({
      event: 'message',
      data: { type: 'message', id: 'm_1', message: { at: '2026-01-02T03:04:05.678Z' } },
    });
  });

  it('tells of one list where one is named, and knows only lists that are there', async () => {
    const api = createTestApi();
    await api.post('/api/lists', { id: 'a' });
    const response = await api.app.request('/api/events?list=a');
    await api.post('/api/lists/default/users', {});
    await api.post('/api/lists/a/users', {});
    api.stop.abort();
    expect(parse(await response.text()).map(({ data }) => data['list'])).toEqual(['a']);
    expect((await api.get('/api/events?list=nope')).status).toBe(404);
  });
});

describe('the event hub', () => {
  const record = ({ store }: ReturnType<typeof createHub>, count: number) => {
    for (let i = 0; i < count; i++) store.recordDecision(aDecision({ id: `d_${i}` }));
  };

  it('tells those who come back what they missed', async () => {
    const hub = createHub();
    const first = hub.open();
    record(hub, 3);
    const again = hub.open(undefined, START * 1000 + 1);
    hub.stop.abort();
    const all = parse(await first.text());
    expect(parse(await again.text())).toEqual(all.slice(1));
  });

  it.each([
    ['that is older than what is kept', START * 1000 + 5, REPLAYED + 10],
    ['of an earlier life', START * 1000 - 99, 2],
    ['that was never given', START * 1000 + 99, 2],
  ])('says that some were missed after an id %s', async (_, lastEventId, count) => {
    const hub = createHub();
    record(hub, count);
    const stream = hub.open(undefined, lastEventId);
    hub.stop.abort();
    const [reset] = parse(await stream.text());
    expect(reset).toMatchObject({ event: 'reset', data: {} });
  });

  it('says nothing of the kind where nothing was missed', async () => {
    const hub = createHub();
    record(hub, REPLAYED + 10);
    const streams = [
      hub.open(undefined, START * 1000 + 10),
      hub.open(undefined, START * 1000 + REPLAYED + 10),
    ];
    hub.stop.abort();
    expect(parse(await streams[0]!.text()).map(({ event }) => event)).toEqual(
      Array(REPLAYED).fill('decision'),
    );
    expect(parse(await streams[1]!.text())).toEqual([]);
  });

  it('forgets who has left', async () => {
    const hub = createHub();
    const stream = hub.open();
    expect(hub.hub.listeners()).toBe(1);
    await stream.body!.cancel();
    expect(hub.hub.listeners()).toBe(0);
    record(hub, 1);
  });

  it('lets go of who reads too slowly', () => {
    const hub = createHub();
    hub.open();
    record(hub, 5 * REPLAYED);
    expect(hub.hub.listeners()).toBe(0);
  });

  it('shows now and then that it is still there', async () => {
    vi.useFakeTimers();
    try {
      const hub = createHub();
      const stream = hub.open();
      vi.advanceTimersByTime(2 * HEARTBEAT_MS);
      hub.stop.abort();
      expect((await stream.text()).match(/: still here/g)).toHaveLength(2);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('opens no stream that would never end once the service stops', async () => {
    const hub = createHub();
    hub.stop.abort();
    expect(await hub.open().text()).toBe('retry: 2000\n\n');
  });
});
