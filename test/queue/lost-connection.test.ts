// A queue whose connection is lost holds up nothing and nobody, on Redis and on PostgreSQL alike.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { QueueBackend } from '../../src/queue/backend.ts';
import { consume } from '../../src/queue/consume.ts';
import { ring } from '../../src/queue/ring.ts';
import { type Cutter, startCutter } from '../servers/cutter.ts';
import { quiet, until } from './stages.ts';
import { stores, type TestStore } from './stores.ts';

describe.each(stores)('on $kind', ({ start }) => {
  let store: TestStore;
  let proxy: Cutter;
  let backend: QueueBackend;
  const worked: string[] = [];

  beforeAll(async () => {
    store = await start();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    worked.length = 0;
    proxy = await startCutter(store.port);
    backend = await store.open(proxy.port);
    consume(backend, 'acknowledge', async ({ acknowledgementId }) => void worked.push(acknowledgementId), quiet(2));
    await ring(backend, 'acknowledge', [{ acknowledgementId: '1' }]);
    await until(() => worked.length === 1);
  });
  afterEach(async () => {
    await backend.close();
    await proxy.stop();
    await store.flush();
  });

  const rings = async (acknowledgementId: string) => {
    await until(async () => (await ring(backend, 'acknowledge', [{ acknowledgementId }])).rung === 1);
  };

  test('a worker whose connections are cut connects again and goes on', async () => {
    proxy.cut();
    await rings('2');
    await until(() => worked.includes('2'));
  });

  test('while the queue refuses connections a ring says why, and the worker goes on when it is back', async () => {
    proxy.faults.refuse = true;
    proxy.cut();
    expect(await ring(backend, 'acknowledge', [{ acknowledgementId: '2' }])).toEqual({
      rung: 0,
      because: expect.stringMatching(/\w/),
    });
    proxy.faults.refuse = false;
    await rings('3');
    await until(() => worked.includes('3'));
  });

  test('a queue that takes a ring and never answers is given up', async () => {
    proxy.faults.mute = true;
    expect(await ring(backend, 'acknowledge', [{ acknowledgementId: '2' }])).toEqual({
      rung: 0,
      because: 'the queue did not answer within 2000 ms',
    });
    proxy.faults.mute = false;
    proxy.cut();
    await rings('3');
    await until(() => worked.includes('3'));
  });

  test('closing ends although the queue is gone', async () => {
    proxy.faults.refuse = true;
    proxy.cut();
    await backend.close();
  });
});
