// What the acknowledge worker needs to send letters: the lock that shows it lives, the way out, the wording in force.
import type pg from 'pg';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Register } from '../register/database.ts';
import type { AcknowledgeDesk } from './acknowledge.ts';
import { currentLetters } from './current-letters.ts';
import { openTransport } from './open-transport.ts';
import { holdSenderLock } from './sender-lock.ts';
import { copyToSent } from './sent-copy.ts';

export interface OpenDesk extends AcknowledgeDesk {
  /** Waits for letters in hand, closes the way out, gives the lock back. */
  close(): Promise<void>;
}

/** @param onError told when the register is out of reach meanwhile. @throws when it cannot be reached now. */
export async function openDesk(
  { config, db, pool, log }: { config: Config; db: Register; pool: pg.Pool; log: Log },
  onError: (error: unknown) => void,
): Promise<OpenDesk> {
  const lock = await holdSenderLock(pool, onError);
  const transport = openTransport(config);
  return {
    db,
    authority: config.authority,
    transport,
    letters: currentLetters(db),
    get worker() {
      return lock.worker();
    },
    secret: config.secret(),
    now: () => new Date(),
    afterSent: copyToSent(db, config.authority, log),
    async close() {
      await transport.close();
      await lock.stop();
    },
  };
}
