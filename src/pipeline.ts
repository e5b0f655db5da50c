// The way of one mail, a batch at a time: parse → whose is it → what kind → may we answer → register → ring. All or nothing.
import type { Authority } from './authority.ts';
import { type AskSecond, judge, type MayAnswer } from './intake/judge.ts';
import { apart, place } from './intake/place.ts';
import type { Reader } from './intake/reader.ts';
import { claim } from './register/claim.ts';
import type { Register } from './register/database.ts';
import type { Desk, Worked } from './register/entry.ts';
import type { Db } from './register/event.ts';
import { register } from './register/registration.ts';

export interface PipelineDesk extends Desk {
  readonly db: Register;
  readonly authority: Authority;
  readonly reader: Reader;
  readonly mayAnswer: MayAnswer;
  readonly second: AskSecond;
  readonly now: () => Date;
  readonly ring: (rung: { intake: readonly string[]; acknowledge: readonly string[] }) => Promise<void>;
}

/** Works the messages that still wait. @returns how many were registered. @throws when none was: nothing is half done. */
export async function pipeline(messageIds: readonly string[], desk: PipelineDesk): Promise<number> {
  const done = await desk.db.transaction().execute(async (tx) => {
    const waiting = await claim(tx, messageIds, desk.now());
    const looked = await Promise.all(
      waiting.map(async (mail) => ({ waiting: mail, look: await desk.reader.look(mail.bytes) })),
    );
    const { first, later } = apart(looked);
    const placed = await place(tx, first);
    const acknowledge = await registerAsJudged(
      tx,
      placed.map((one) => judge(one, desk)),
      desk,
    );
    return { registered: placed.length, acknowledge, intake: later.map(({ waiting: { id } }) => id) };
  });
  await desk.ring(done);
  return done.registered;
}

/** Judgement: larger lots gain nothing (npm run bench), and the last of them is registered while nothing is judged. */
const LOT = 20;

/** In the order of arrival; the reader's thread judges the next while some are registered. */
async function registerAsJudged(tx: Db, judged: readonly Promise<Worked>[], desk: PipelineDesk): Promise<string[]> {
  // One that fails is seen below, when its turn comes.
  for (const one of judged) one.catch(() => undefined);
  const acknowledge: string[] = [];
  for (let at = 0; at < judged.length; at += LOT)
    acknowledge.push(...(await register(tx, await Promise.all(judged.slice(at, at + LOT)), desk)));
  return acknowledge;
}
