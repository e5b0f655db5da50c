// One run of learning: the decided mails and the rules in force go to a thread, what it learned goes into the register.
import { getCompileCacheDir } from 'node:module';
import { Piscina } from 'piscina';
import type { Authority } from '../authority.ts';
import { PermanentError } from '../errors.ts';
import { trainable } from '../learn/label.ts';
import type { Learned } from '../learn/learn.ts';
import type { LearnTask, learnAll } from '../learn/learn-thread.ts';
import type { Register } from '../register/database.ts';
import { type DecidedMail, decidedMails } from '../register/decided-mail.ts';
import { keepLearned, lastDecision } from '../register/learned.ts';
import { newest } from '../register/rule-set.ts';

/** Bounds memory and time; what staff decided last is what holds. Judgement: some two years of a busy authority. */
const MOST_MAILS = 5000;
/** Judgement: ten times what 5,000 mails and forty labels took (measured). */
const LIMIT_MS = 20 * 60_000;

export interface LearnDesk {
  readonly db: Register;
  readonly authority: Authority;
  readonly now: () => Date;
  /** Ends the run early, with an error and nothing changed. */
  readonly signal?: AbortSignal;
}
export interface LearnReport {
  readonly mails: number;
  readonly learned: readonly Learned[];
}

/** Learns and puts it in force. @throws PermanentError before the first rule set was published. */
export async function learnNow({ db, authority, now, signal }: LearnDesk): Promise<LearnReport> {
  const rules = await newest(db);
  if (rules === null) throw new PermanentError('no rule set was published yet: start the bot once (npm start)');
  const lastDecisionId = await lastDecision(db);
  const mails: DecidedMail[] = [];
  for await (const mail of decidedMails(db)) if (mails.push(mail) === MOST_MAILS) break;
  const office = {
    sector: authority.sector,
    scottish: authority.division === 'scotland',
    ourFormat: authority.reference.format,
  };
  const enough = trainable(mails.map(({ decided }) => decided)).length > 0;
  const learned = enough ? await inThread({ mails, rules, office }, signal) : [];
  await keepLearned(db, { at: now(), mails: mails.length, lastDecisionId, rulesVersion: rules.version }, learned);
  return { mails: mails.length, learned };
}

async function inThread(task: LearnTask, signal: AbortSignal | undefined): Promise<Learned[]> {
  const dir = getCompileCacheDir();
  const pool = new Piscina<LearnTask, ReturnType<typeof learnAll>>({
    filename: new URL('../learn/learn-thread.ts', import.meta.url).href,
    maxThreads: 1,
    env: dir === undefined ? {} : { NODE_COMPILE_CACHE: dir },
  });
  pool.on('error', () => undefined);
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    return await pool.run(task, { name: 'learnAll', signal: signal ? AbortSignal.any([signal, limit]) : limit });
  } finally {
    await pool.destroy();
  }
}
