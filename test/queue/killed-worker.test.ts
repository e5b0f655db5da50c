// A worker that is killed with a job in hand: the job comes back by itself, and a new ring need not wait for that.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consume } from '../../src/queue/consume.ts';
import { ring } from '../../src/queue/ring.ts';
import { quiet, until } from './stages.ts';
import { stores, type TestStore } from './stores.ts';

describe.each(stores)('on $kind', ({ start }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await start();
  });
  afterAll(() => store.stop());

  test('a job whose worker was killed is worked by the next, and the next try of its row before that', async () => {
    const backend = await store.open();
    await ring(backend, 'acknowledge', [{ acknowledgementId: '1' }]);
    const file = new URL('killed-child.ts', import.meta.url).pathname;
    const worker = spawn(process.execPath, [file, store.redisUrl ?? '', store.databaseUrl]);
    await once(worker.stdout, 'data');
    worker.kill('SIGKILL');
    const worked: (number | undefined)[] = [];
    consume(backend, 'acknowledge', async ({ attempt }) => void worked.push(attempt), quiet(1));
    await ring(backend, 'acknowledge', [{ acknowledgementId: '1' }]); // swallowed: the dead worker's job has this id
    await ring(backend, 'acknowledge', [{ acknowledgementId: '1', attempt: 1 }]);
    await until(() => worked.length === 2);
    expect(worked).toEqual([1, undefined]);
    await backend.close();
  });
});
