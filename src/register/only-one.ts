// Work that only one process may do at a time: begun by whoever gets the lock, ended when its connection is lost, then sought again.
import type pg from 'pg';
import { every, type Repeating } from '../every.ts';
import { type HeldLock, tryLock } from './lock.ts';

const SEEK_EVERY_MS = 2000;

/** First keys of our advisory locks; SENDER_LOCK (acknowledgement.ts) is a third. Arbitrary, and fixed for ever. */
export const MAILBOX_LOCK = 0x666f6d;
export const CLOCK_LOCK = 0x666f63;

export interface Work {
  /** Ends it wholly: the next holder of the lock begins right after. */
  stop(): Promise<void>;
}

/** Seeks the lock until stopped; `first` resolves when it was sought once. @param begin starts the work. */
export function onlyOne(
  pool: pg.Pool,
  [space, key]: readonly [number, number],
  begin: () => Promise<Work>,
  onError: (error: unknown) => void,
): Repeating {
  let held: HeldLock | null = null;
  let work: Work | null = null;
  const end = async (): Promise<void> => {
    const ending = work;
    work = null;
    try {
      await ending?.stop();
    } finally {
      const lock = held;
      held = null;
      await lock?.release();
    }
  };
  const seeking = every(
    SEEK_EVERY_MS,
    async () => {
      if (held) return;
      const lock = await tryLock(pool, space, key);
      if (!lock) return;
      held = lock;
      void lock.lost.then(() => (held === lock ? end() : undefined)).catch(onError);
      const begun = await begin().catch(async (error: unknown) => {
        await end();
        throw error;
      });
      // The lock may have gone meanwhile: then somebody else may be at work already.
      if (held === lock) work = begun;
      else await begun.stop();
    },
    onError,
  );
  return {
    first: seeking.first,
    async stop() {
      await seeking.stop();
      await end();
    },
  };
}
