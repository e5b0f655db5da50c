// Rule sets: content-addressed snapshots of the rule files; every worker reads the newest from here.
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Register } from './database.ts';
import { record } from './event.ts';

/** Publishes a valid set and clears the last fault. The same content published again becomes the newest again. */
export async function publish(db: Register, rules: RuleFiles): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const newest = await tx
      .selectFrom('rule_set')
      .select('version')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    await tx.deleteFrom('rule_fault').execute();
    if (newest?.version === rules.version) return;
    await tx.deleteFrom('rule_set').where('version', '=', rules.version).execute();
    await tx
      .insertInto('rule_set')
      .values({ version: rules.version, files: JSON.stringify(rules.files) })
      .execute();
    await record(tx, [{ kind: 'rules-published', data: { version: rules.version } }]);
  });
}

/** Keeps the last good set and shows why the edited files are not in force. */
export async function reportFault(db: Register, problems: readonly string[]): Promise<void> {
  await db
    .insertInto('rule_fault')
    .values({ problems: JSON.stringify(problems) })
    .onConflict((conflict) =>
      conflict.column('single').doUpdateSet({ problems: JSON.stringify(problems), at: new Date() }),
    )
    .execute();
}

export async function faultInForce(db: Register): Promise<{ at: Date; problems: string[] } | null> {
  return (await db.selectFrom('rule_fault').select(['at', 'problems']).executeTakeFirst()) ?? null;
}

export async function newestVersion(db: Register): Promise<string | null> {
  return (
    (await db.selectFrom('rule_set').select('version').orderBy('sequence', 'desc').limit(1).executeTakeFirst())
      ?.version ?? null
  );
}

/** The set in force; null before the first was published. */
export async function newest(db: Register): Promise<RuleFiles | null> {
  return (
    (await db
      .selectFrom('rule_set')
      .select(['version', 'files'])
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()) ?? null
  );
}
