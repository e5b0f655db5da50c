// The second opinion by the newest run of learning: its models are made ready once, not for each mail.

import { type Opine, opine } from '../learn/opinion.ts';
import { codeOf, type Log } from '../log.ts';
import type { Register } from '../register/database.ts';
import { learnedBy, newestLearning } from '../register/learned.ts';
import type { AskSecond } from './judge.ts';

/** Judgement: something is learned once a night, so a minute late is soon enough. */
const LOOK_EVERY_MS = 60_000;

/** Never rejects: where the models cannot be read, the ones before stay, and no mail waits for them. */
export function currentSecond(db: Register, log: Log, now = Date.now): NonNullable<AskSecond> {
  let current: Opine = opine([]);
  let version: string | null = null;
  let looking: Promise<void> = Promise.resolve();
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<void> => {
    const newest = await newestLearning(db);
    if (newest === null || newest.id === version) return;
    current = opine(await learnedBy(db, newest.id));
    version = newest.id;
    log.info({}, 'second opinions are given by what was learned last');
  };
  return async () => {
    if (now() - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = now();
      looking = look().catch((error: unknown) =>
        log.warn({ code: codeOf(error) }, 'what was learned could not be read; mail goes on without'),
      );
    }
    await looking;
    return current;
  };
}
