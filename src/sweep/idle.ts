// Whether everything in hand is done, for a run that ends by itself.
import type { Running } from '../running.ts';

const LOOK_EVERY_MS = 250;
/** So many quiet looks in a row: a mail may be between two of them. Judgement. */
const QUIET_LOOKS = 3;

/** Resolves when no worker of this run has anything that could be worked now; what waits for a later try does not count. */
export async function untilIdle(running: readonly Running[]): Promise<void> {
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const caughtUp = await Promise.all(running.map((worker) => worker.caughtUp()));
    quiet = caughtUp.every(Boolean) ? quiet + 1 : 0;
  }
}
