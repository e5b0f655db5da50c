// Closing the queue leaves nothing open: the process ends by itself.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stores, type TestStore } from './stores.ts';

describe.each(stores)('on $kind', ({ start }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await start();
  });
  afterAll(() => store.stop());

  test('a process that closes its queue ends by itself', async () => {
    const child = new URL('exit-child.ts', import.meta.url).pathname;
    // No exit() in it and no time limit here: a connection left open would hold it until this test's own limit.
    const { stdout } = await promisify(execFile)(process.execPath, [child, store.redisUrl ?? '', store.databaseUrl]);
    expect(stdout).toBe('closed');
  });
});
