// Planted for scripts/lint.js: promises that nobody waits for, one of our own and one that only a library's types tell.
import type { Pool } from 'pg';

const work = async (): Promise<number> => 1;

export function forgetful(pool: Pool): void {
  work();
  pool.end();
}
