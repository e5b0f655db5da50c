// A worker that is killed with a job in hand: the job comes back by itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consume } from '../../src/queue/consume.ts';
import { ring } from '../../src/queue/ring.ts';
import { idle, quiet, until } from './stages.ts';
import { stores, type TestStore } from './stores.ts';

describe.each(stores)('on $kind', ({ start }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await start();
  });
  afterAll(() => store.stop());

  test('a job whose worker was killed is worked by the next, once, though its row was rung for again meanwhile', async () => {
    const backend = await store.open();
    await ring(backend, 'acknowledge', [{ acknowledgementId: '1' }]);
    const file = new URL('killed-child.ts', import.meta.url).pathname;
    const worker = spawn(process.execPath, [file, store.redisUrl ?? '', store.databaseUrl]);
    await once(worker.stdout, 'data');
    worker.kill('SIGKILL');
    const worked: string[] = [];
    consume(backend, 'acknowledge', async ({ acknowledgementId }) => void worked.push(acknowledgementId), quiet(1));
    await ring(backend, 'acknowledge', [{ acknowledgementId: '1' }]); // swallowed: the dead worker's job has this id
    await until(async () => worked.length > 0 && (await idle(backend, 'acknowledge')));
    expect(worked).toEqual(['1']);
    await backend.close();
  });
});
