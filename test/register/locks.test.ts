// Work that one process does at a time: who has the lock does it, and whoever loses it stops before another begins.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenRegister, openRegister } from '../../src/register/database.ts';
import { lockKey, tryLock } from '../../src/register/lock.ts';
import { onlyOne } from '../../src/register/only-one.ts';
import { until } from '../bot.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

const SPACE = 77;
const WITHIN_MS = 20_000;
let postgres: PostgresServer;
let one: OpenRegister;
let other: OpenRegister;
beforeAll(async () => {
  postgres = await startPostgres();
  one = await openRegister(postgres.url);
  other = await openRegister(postgres.url);
});
afterAll(async () => {
  await one.close();
  await other.close();
  await postgres.stop();
});

const endLockHolders = () =>
  sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = ${SPACE}::bigint::oid`.execute(
    other.db,
  );

test('a lock that is held is refused to others and free again once it is let go', async () => {
  const held = await tryLock(one.pool, SPACE, 1);
  expect(held).not.toBeNull();
  expect(await tryLock(other.pool, SPACE, 1)).toBeNull();
  await held?.release();
  await until('the server has ended the connection', WITHIN_MS, async () => {
    const next = await tryLock(other.pool, SPACE, 1);
    await next?.release();
    return next !== null;
  });
});

test('a lock whose connection the server ends is lost, and the process lives on', async () => {
  const held = await tryLock(one.pool, SPACE, 2);
  await endLockHolders();
  await held?.lost;
  await until('the server has let the lock go', WITHIN_MS, async () => {
    const next = await tryLock(other.pool, SPACE, 2);
    await next?.release();
    return next !== null;
  });
  await held?.release();
});

test('names make different keys that PostgreSQL takes', () => {
  expect(lockKey('foi')).not.toBe(lockKey('dpo'));
  for (const name of ['', 'foi', 'ÿ'.repeat(300)]) expect(lockKey(name)).toBeGreaterThanOrEqual(0);
});

test('of two that want the same work one does it, also after a lost connection, and never both', async () => {
  const key = [SPACE, 3] as const;
  let atWork = 0;
  let most = 0;
  let begun = 0;
  const begin = async () => {
    atWork += 1;
    begun += 1;
    most = Math.max(most, atWork);
    return {
      async stop() {
        atWork -= 1;
      },
    };
  };
  const quiet = (): void => undefined;
  const both = [onlyOne(one.pool, key, begin, quiet), onlyOne(other.pool, key, begin, quiet)];
  await until('one of them is at work', WITHIN_MS, () => atWork === 1);
  await endLockHolders();
  await until('the work is begun again', WITHIN_MS, () => begun === 2);
  expect(most).toBe(1);
  await Promise.all(both.map((each) => each.stop()));
  expect(atWork).toBe(0);
});

test('a lock that is lost while the work begins ends that work', async () => {
  const key = [SPACE, 4] as const;
  const first = Promise.withResolvers<void>();
  let stopped = 0;
  let begun = 0;
  const work = onlyOne(
    one.pool,
    key,
    async () => {
      begun += 1;
      if (begun === 1) {
        await endLockHolders();
        await first.promise;
      }
      return {
        async stop() {
          stopped += 1;
        },
      };
    },
    () => undefined,
  );
  await until('the lock is gone', WITHIN_MS, async () => {
    const lock = await tryLock(other.pool, ...key);
    await lock?.release();
    return lock !== null;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  first.resolve();
  await until('it is begun anew', WITHIN_MS, () => begun === 2);
  expect(stopped).toBe(1);
  await work.stop();
  expect(stopped).toBe(2);
});
