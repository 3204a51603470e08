import { expect, onTestFinished, test } from 'vitest';

import { dial, type Dialogue } from '../../harness/dialogue.ts';
import { newFolder, sendAs, startIn } from './house.ts';

const IDLE = 1000;

test('mail flows beside a thousand clients that say nothing, and none of them is forgotten', async () => {
  const service = await startIn(await newFolder());
  const idle: Dialogue[] = [];
  onTestFinished(() => idle.forEach((client) => client.destroy()));
  while (idle.length < IDLE)
    idle.push(...(await Promise.all(Array.from({ length: 100 }, () => dial({ port: service.port })))));

  const flows = await Promise.all(Array.from({ length: 10 }, () => service.session()));
  const sent = flows.flatMap((_, flow) => Array.from({ length: 20 }, (_one, n) => `f${flow}n${n}`));
  await Promise.all(
    flows.map(async (session, flow) => {
      for (const subject of sent.filter((one) => one.startsWith(`f${flow}n`)))
        expect(await sendAs(session, subject)).toMatchObject({ code: 250 });
    }),
  );
  expect((await service.subjects()).toSorted()).toEqual(sent.toSorted());

  const replies = await Promise.all(idle.map((client) => client.command('NOOP')));
  expect(replies.filter(({ code }) => code === 250)).toHaveLength(IDLE);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  expect(metrics).toContain(`\nsmtp_plus_sessions_open ${IDLE + flows.length}\n`);
}, 180_000);
