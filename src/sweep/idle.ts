// Whether everything in hand is done, for a run that ends by itself.
import { PermanentError } from '../errors.ts';
import type { Running } from '../running.ts';

const LOOK_EVERY_MS = 250;
/** So many quiet looks in a row: a mail may be between two of them. Judgement. */
const QUIET_LOOKS = 3;

type Working = Pick<Running, 'caughtUp'>;

/**
 * Resolves when no worker of this run has anything that could be worked now; what waits for a later try does not count.
 * @throws PermanentError when a worker cannot go on until a person acts, once the others have done what they can.
 */
export async function untilIdle(running: readonly Working[]): Promise<void> {
  for (let quiet = 0; ; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const { caughtUp, stuck } = await standing(running);
    quiet = caughtUp ? quiet + 1 : 0;
    if (quiet < QUIET_LOOKS) continue;
    if (stuck) throw stuck;
    return;
  }
}

/** Whether all have nothing to do. @throws PermanentError of one that is stuck, when the others have nothing to do. */
export async function allCaughtUp(workers: readonly Working[]): Promise<boolean> {
  const { caughtUp, stuck } = await standing(workers);
  if (caughtUp && stuck) throw stuck;
  return caughtUp;
}

/** One that is stuck has nothing that it could do now. */
async function standing(workers: readonly Working[]): Promise<{ caughtUp: boolean; stuck: PermanentError | null }> {
  let stuck: PermanentError | null = null;
  let caughtUp = true;
  for (const worker of workers) {
    try {
      if (!(await worker.caughtUp())) caughtUp = false;
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      stuck ??= error;
    }
  }
  return { caughtUp, stuck };
}
