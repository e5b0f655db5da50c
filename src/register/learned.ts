// What was learned from decisions, as the register keeps it: the newest run in force, with how each label was measured.
import type { Learned } from '../learn/learn.ts';
import { type LearnedRow, learnedRow } from '../learn/model.ts';
import type { Register } from './database.ts';
import type { Db } from './event.ts';
import { json } from './filed-mail.ts';

/** A run of learning: what it had seen. */
export interface Learning {
  readonly id: string;
  readonly at: Date;
  readonly mails: number;
  readonly lastDecisionId: string;
  readonly rulesVersion: string;
}

/** The newest run; null before the first. */
export async function newestLearning(db: Db): Promise<Learning | null> {
  const row = await db
    .selectFrom('learning')
    .select(['id', 'at', 'mails', 'last_decision_id as lastDecisionId', 'rules_version as rulesVersion'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The number of the newest decision; '0' before the first. */
export async function lastDecision(db: Db): Promise<string> {
  const { id } = await db
    .selectFrom('decision')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirstOrThrow();
  return id ?? '0';
}

/** Puts a run in force in place of the one before. */
export async function keepLearned(db: Register, run: Omit<Learning, 'id'>, learned: readonly Learned[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('learning')
      .values({ at: run.at, mails: run.mails, last_decision_id: run.lastDecisionId, rules_version: run.rulesVersion })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.deleteFrom('learned').execute();
    if (learned.length === 0) return;
    await tx
      .insertInto('learned')
      .values(
        learned.map(({ family, what, model, evaluation, positives, negatives, helps }) => ({
          learning_id: id,
          family,
          what,
          model: json(model),
          evaluation: json(evaluation),
          positives,
          negatives,
          helps,
        })),
      )
      .execute();
  });
}

/** The models of a run. */
export async function learnedBy(db: Db, learningId: string): Promise<LearnedRow[]> {
  const rows = await db
    .selectFrom('learned')
    .select(['family', 'what', 'model', 'helps'])
    .where('learning_id', '=', learningId)
    .orderBy('family')
    .orderBy('what')
    .execute();
  return rows.map((row) => learnedRow.parse(row));
}
