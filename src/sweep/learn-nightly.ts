// Learns once a night, outside office hours, when staff decided something since.
import { receivedOnOf } from '../clock/working-days.ts';
import { every } from '../every.ts';
import { codeOf, type Log } from '../log.ts';
import { lastDecision, newestLearning } from '../register/learned.ts';
import { newestVersion } from '../register/rule-set.ts';
import { type LearnDesk, learnNow } from './learn.ts';

const HOUR_MS = 3_600_000;
/** Judgement: how soon a night is noticed. */
const LOOK_EVERY_MS = HOUR_MS / 6;
/** Judgement: before and after any office hours. */
const NIGHT_FROM_HOUR = 20;
const NIGHT_TO_HOUR = 6;

const hourAt = (at: Date, timeZone: string): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(at));

/** The date (YYYY-MM-DD) of the evening on which the night of an instant began; null: it is day. */
export function nightOf(at: Date, timeZone: string): string | null {
  const hour = hourAt(at, timeZone);
  if (hour < NIGHT_FROM_HOUR && hour >= NIGHT_TO_HOUR) return null;
  return receivedOnOf(new Date(at.getTime() - 12 * HOUR_MS), timeZone);
}

/** One look: learns when it is night, this night has had no run yet, and there is something new. @returns whether it did. */
export async function learnAtNight(desk: LearnDesk): Promise<boolean> {
  const { db, authority, now } = desk;
  const night = nightOf(now(), authority.timeZone);
  if (night === null) return false;
  const last = await newestLearning(db);
  if (last && nightOf(last.at, authority.timeZone) === night) return false;
  const [decision, rules] = [await lastDecision(db), await newestVersion(db)];
  const isNew = decision !== (last?.lastDecisionId ?? '0') || (last !== null && rules !== last.rulesVersion);
  if (!isNew || rules === null) return false;
  await learnNow(desk);
  return true;
}

/** Looks every ten minutes until stopped; a run in hand is then ended. */
export function learnNightly(desk: Omit<LearnDesk, 'signal'>, log: Log): { stop(): Promise<void> } {
  const ending = new AbortController();
  const looking = every(
    LOOK_EVERY_MS,
    async () => {
      if (await learnAtNight({ ...desk, signal: ending.signal })) log.info({}, 'learned from the decisions of staff');
    },
    (error) => {
      if (!ending.signal.aborted) log.warn({ code: codeOf(error) }, 'nothing was learned from decisions; tried again');
    },
  );
  return {
    async stop() {
      ending.abort();
      await looking.stop();
    },
  };
}
