// A number for this process and the lock that shows it lives: letters it had in hand when the lock is gone are `unknown`.
import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { every } from '../every.ts';
import { SENDER_LOCK } from '../register/acknowledgement.ts';
import { type HeldLock, tryLock } from '../register/lock.ts';

const LOOK_EVERY_MS = 1000;
const MAX_WORKER = 2 ** 31 - 1;

/** Holds the lock, and takes it again when the register was away. @throws when the register cannot be reached now. */
export async function holdSenderLock(
  pool: pg.Pool,
  onError: (error: unknown) => void,
): Promise<{ worker(): number; stop(): Promise<void> }> {
  let worker = 0;
  let held: HeldLock | null = null;
  const take = async (): Promise<void> => {
    if (held) return;
    // A new number each time: what was in hand under the old one is taken for unknown, unless its answer still comes.
    const number = randomInt(1, MAX_WORKER);
    const lock = await tryLock(pool, SENDER_LOCK, number);
    if (lock === null) return;
    worker = number;
    held = lock;
    void lock.lost.then(async () => {
      if (held !== lock) return;
      held = null;
      await lock.release();
    });
  };
  await take();
  const keeping = every(LOOK_EVERY_MS, take, onError);
  return {
    worker: () => worker,
    async stop() {
      await keeping.stop();
      const lock = held;
      held = null;
      await lock?.release();
    },
  };
}
