// One process at a time starts, joins or stops the embedded server; a lock whose holder was killed is taken over.
import { join } from 'node:path';
import lockfile from 'proper-lockfile';

const SECOND = 1000;
/** A holder renews every second; silent for five it is dead (kill -9). Judgement: a start after that waits as long; a busy machine is late by less. */
const STALE_MS = 5 * SECOND;
const RENEW_MS = SECOND;
/** Longer than the slowest start we wait for (a recovery after a crash): 240 tries, 0.5 s apart at most. */
const TRIES = 240;

/** @throws when the lock is still held after two minutes, or what `work` throws. */
export async function locked<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const release = await lockfile.lock(dir, {
    lockfilePath: join(dir, 'start.lock'),
    stale: STALE_MS,
    update: RENEW_MS,
    retries: { retries: TRIES, minTimeout: 50, maxTimeout: SECOND / 2, factor: 1.5 },
    // Taken over because this process stood still: PostgreSQL's own postmaster.pid still keeps a second server out,
    // and the default would end the process with an exception that nobody can catch.
    onCompromised: () => undefined,
  });
  try {
    return await work();
  } finally {
    // Refused only when it was taken over: then it is not ours to give back.
    await release().catch(() => undefined);
  }
}
