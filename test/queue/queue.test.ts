// What ringing and working promise, on Redis and on PostgreSQL alike.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PermanentError } from '../../src/errors.ts';
import type { QueueBackend } from '../../src/queue/backend.ts';
import { consume } from '../../src/queue/consume.ts';
import type { Payload } from '../../src/queue/jobs.ts';
import { ring } from '../../src/queue/ring.ts';
import { byNumber, idle, quiet, until, waiting } from './stages.ts';
import { stores, type TestStore } from './stores.ts';

describe.each(stores)('on $kind', ({ start }) => {
  let store: TestStore;
  let backend: QueueBackend;
  const opened: QueueBackend[] = [];
  const open = async () => {
    const another = await store.open();
    opened.push(another);
    return another;
  };

  beforeAll(async () => {
    store = await start();
  }, 60_000);
  afterAll(() => store.stop());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await store.flush();
  });

  const acknowledge = (...ids: string[]) => ids.map((acknowledgementId) => ({ acknowledgementId }));

  test('each row that was rung for is worked once', async () => {
    backend = await open();
    const ids = Array.from({ length: 200 }, (_, index) => `${index + 1}`);
    expect(await ring(backend, 'acknowledge', acknowledge(...ids))).toEqual({ rung: 200 });
    const worked: string[] = [];
    const failed: Error[] = [];
    consume(backend, 'acknowledge', async ({ acknowledgementId }) => void worked.push(acknowledgementId), {
      concurrency: 10,
      onFailed: (error) => failed.push(error),
    });
    await until(() => worked.length === 200);
    await until(async () => (await waiting(backend)) === 0);
    expect([...worked].sort(byNumber)).toEqual(ids);
    expect(failed).toEqual([]);
  });

  test('a second ring while the first waits does nothing, and rings again once the row was worked', async () => {
    backend = await open();
    const batch: Payload<'intake'> = { messageIds: ['7', '8'] };
    await ring(backend, 'intake', [batch]);
    await ring(backend, 'intake', [batch]);
    await ring(backend, 'intake', [{ messageIds: ['9'] }]);
    expect(await waiting(backend, 'intake')).toBe(2);
    const worked: string[] = [];
    consume(backend, 'intake', async ({ messageIds }) => void worked.push(messageIds.join()), quiet(1));
    await until(async () => worked.length === 2 && (await idle(backend, 'intake')));
    await ring(backend, 'intake', [batch]);
    await until(() => worked.length === 3);
    expect(worked).toEqual(['7,8', '9', '7,8']);
  });

  test('a payload of the wrong shape is refused with the name of the field, and is not tried again', async () => {
    backend = await open();
    const failed: Error[] = [];
    const worked: unknown[] = [];
    consume(backend, 'acknowledge', async (payload) => void worked.push(payload), {
      concurrency: 1,
      onFailed: (error) => failed.push(error),
    });
    const wrong = { acknowledgementId: 'sandra@example', extra: 1 };
    await backend.queue('acknowledge').addBulk([{ name: 'acknowledge', data: wrong, opts: { attempts: 5 } }]);
    await until(() => failed.length > 0);
    await ring(backend, 'acknowledge', acknowledge('1'));
    await until(() => worked.length > 0);
    expect(worked).toEqual([{ acknowledgementId: '1' }]);
    expect(failed.map((error) => error.message)).toEqual([
      'job acknowledge: acknowledgementId: not the id of a register row; payload: Unrecognized key: "extra"',
    ]);
  });

  test('what retrying cannot help is tried once, anything else again, and either way the row can be rung for anew', async () => {
    backend = await open();
    const tries: string[] = [];
    consume(
      backend,
      'acknowledge',
      async ({ acknowledgementId }) => {
        tries.push(acknowledgementId);
        if (acknowledgementId === '1') throw new PermanentError('no such row');
        if (tries.filter((id) => id === '2').length < 2) throw new Error('the register is restarting');
      },
      quiet(1),
    );
    await ring(backend, 'acknowledge', acknowledge('1', '2'));
    await until(async () => tries.length === 3 && (await idle(backend, 'acknowledge')));
    expect(tries).toEqual(['1', '2', '2']);
    await ring(backend, 'acknowledge', acknowledge('1'));
    await until(() => tries.length === 4);
    expect(tries.at(-1)).toBe('1');
  });

  test('receipts leave no faster than the limit, by the times at which the queue handed them out', async () => {
    backend = await open();
    const handedOut: number[] = [];
    const another = await open();
    for (const each of [backend, another]) {
      each.worker('limited', async ({ processedOn = 0 }) => void handedOut.push(processedOn), {
        concurrency: 5,
        limiter: { max: 3, duration: 1_000 },
      });
    }
    await backend.queue('limited').addBulk(Array.from({ length: 8 }, () => ({ name: 'limited', data: {}, opts: {} })));
    await until(() => handedOut.length === 8);
    handedOut.sort((a, b) => a - b);
    // Whichever window of the limit it was: the fourth after it is at least about a window later (the stores count in ms).
    for (let index = 3; index < handedOut.length; index += 3) {
      expect((handedOut[index] ?? 0) - (handedOut[index - 3] ?? 0)).toBeGreaterThanOrEqual(990);
    }
  });

  test('a queue that forgets everything loses no worker: rows rung for again are worked', async () => {
    backend = await open();
    const worked = new Set<string>();
    const errors: Error[] = [];
    consume(
      backend,
      'acknowledge',
      async ({ acknowledgementId }) => {
        await delay(5);
        worked.add(acknowledgementId);
      },
      { concurrency: 2, onFailed: (error) => errors.push(error) },
    );
    const rows = acknowledge(...Array.from({ length: 300 }, (_, index) => `${index + 1}`));
    await ring(backend, 'acknowledge', rows);
    await until(() => worked.size > 20);
    await store.flush();
    expect(worked.size).toBeLessThan(300);
    expect(await ring(backend, 'acknowledge', rows)).toEqual({ rung: 300 });
    await until(() => worked.size === 300);
  });

  test('closing waits for the job in hand and takes no other', async () => {
    backend = await store.open();
    const began: string[] = [];
    const ended: string[] = [];
    consume(
      backend,
      'acknowledge',
      async ({ acknowledgementId }) => {
        began.push(acknowledgementId);
        await delay(300);
        ended.push(acknowledgementId);
      },
      quiet(1),
    );
    await ring(backend, 'acknowledge', acknowledge('1', '2', '3'));
    await until(() => began.length === 1);
    await backend.close();
    expect(ended).toEqual(began);
    const later = await open();
    expect(await waiting(later)).toBe(3 - ended.length);
  });
});
