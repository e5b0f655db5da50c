// The sweeper: whatever is in the register and not finished is rung for again, so that a lost queue loses nothing.
import type { Config } from '../config.ts';
import { abandonDead, resendUnknown } from '../register/acknowledgement.ts';
import type { Register } from '../register/database.ts';
import { waitingAcknowledgements, waitingMessages } from '../register/outstanding.ts';
import { seekEvidence } from './evidence.ts';

const SECOND = 1000;
/** How often the sweeper looks. Judgement: well inside the minute in which a flushed queue must be made good. */
export const SWEEP_EVERY_MS = 10 * SECOND;
/** mail-safety.md section 3: evidence of an unknown sending is awaited for a quarter of an hour. */
const UNKNOWN_AFTER_MS = 15 * 60 * SECOND;

export interface SweepDesk {
  readonly db: Register;
  readonly config: Config;
  readonly ring: (rung: { intake: readonly string[]; acknowledge: readonly string[] }) => Promise<void>;
  readonly now: () => Date;
}

/** @returns how many rows were rung for. */
export async function sweep({ db, config, ring, now }: SweepDesk): Promise<number> {
  await abandonDead(db);
  await seekEvidence(db, config, now());
  if (config.authority.acknowledge.resendUnknownOnce) {
    await resendUnknown(db, new Date(now().getTime() - UNKNOWN_AFTER_MS));
  }
  const rung = { intake: await waitingMessages(db, now()), acknowledge: await waitingAcknowledgements(db, now()) };
  await ring(rung);
  return rung.intake.length + rung.acknowledge.length;
}
