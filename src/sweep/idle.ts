// Whether everything in hand is done, for a run that ends by itself.
import type { Register } from '../register/database.ts';
import { outstanding, sendingNow } from '../register/outstanding.ts';

const LOOK_EVERY_MS = 250;
/** So many quiet looks in a row: a mail may be between two of them. Judgement. */
const QUIET_LOOKS = 3;

/** Resolves when no source has unread mail and no row could be worked now; rows that wait for a later try do not count. */
export async function untilIdle(
  db: Register,
  sourcesCaughtUp: () => boolean | Promise<boolean>,
  now: () => Date,
): Promise<void> {
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const open = await outstanding(db, now());
    const busy =
      open.messages.length > 0 ||
      open.acknowledgements.length > 0 ||
      (await sendingNow(db)) > 0 ||
      !(await sourcesCaughtUp());
    quiet = busy ? 0 : quiet + 1;
  }
}
