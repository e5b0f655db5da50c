// A session-level advisory lock held by one connection for as long as its owner lives: gone the moment the process or the connection is.
import type pg from 'pg';

export interface HeldLock {
  /** Settles when the connection, and with it the lock, is lost. Never rejects. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock `(space, key)` if nobody has it.
 * @returns null when another process holds it.
 */
export async function tryLock(pool: pg.Pool, space: number, key: number): Promise<HeldLock | null> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1::int, $2::int) as held', [
      space,
      key,
    ]);
    if (rows[0]?.held) return { lost: lossOf(client), release: async () => client.release(true) };
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return null;
}

/** The listener stays: a server that ends a connection is heard twice, and an error that nobody hears ends the process. */
const lossOf = (client: pg.PoolClient): Promise<void> =>
  new Promise((resolve) => {
    client.on('error', () => resolve());
    client.once('end', () => resolve());
  });

/** A positive 31-bit number made of a name, for the second key of a lock. FNV-1a. */
export function lockKey(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash & 0x7fffffff;
}
