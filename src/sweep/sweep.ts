// The sweeper: whatever is in the register and not finished is rung for again, so that a lost queue loses nothing.
import type { Authority } from '../authority.ts';
import { abandonDead, resendUnknown } from '../register/acknowledgement.ts';
import type { Register } from '../register/database.ts';
import { outstanding } from '../register/outstanding.ts';

const SECOND = 1000;
/** How often the sweeper looks. Judgement: well inside the minute in which a flushed queue must be made good. */
export const SWEEP_EVERY_MS = 10 * SECOND;
/** mail-safety.md section 3: evidence of an unknown sending is awaited for a quarter of an hour. */
const UNKNOWN_AFTER_MS = 15 * 60 * SECOND;

export interface SweepDesk {
  readonly db: Register;
  readonly authority: Authority;
  readonly ring: (rung: { intake: readonly string[]; acknowledge: readonly string[] }) => Promise<void>;
  readonly now: () => Date;
}

/** @returns how many rows were rung for. */
export async function sweep(desk: SweepDesk): Promise<number> {
  const now = desk.now();
  await abandonDead(desk.db);
  if (desk.authority.acknowledge.resendUnknownOnce)
    await resendUnknown(desk.db, new Date(now.getTime() - UNKNOWN_AFTER_MS));
  const open = await outstanding(desk.db, now);
  await desk.ring({
    intake: open.messages.map(({ id }) => id),
    acknowledge: open.acknowledgements.map(({ id }) => id),
  });
  return open.messages.length + open.acknowledgements.length;
}
