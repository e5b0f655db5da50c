// Rule sets: content-addressed snapshots of the rule files; every worker reads the newest published one from here.
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Register } from './database.ts';
import { type Db, record } from './event.ts';

/** Who brought a set into force, and why; `by` is null where a file was saved on disk. */
export interface Published {
  readonly by: string | null;
  readonly note: string | null;
}
const BY_A_SAVED_FILE: Published = { by: null, note: null };

/**
 * Publishes a valid set and clears the last fault. The same content published again becomes the newest again; the newest
 * one is not published twice.
 * @returns whether it was new.
 */
export async function publish(db: Register, rules: RuleFiles, { by, note } = BY_A_SAVED_FILE): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await tx.deleteFrom('rule_fault').execute();
    if ((await newestVersion(tx)) === rules.version) return false;
    await keep(tx, rules);
    await tx.insertInto('rule_publication').values({ version: rules.version, by_whom: by, note }).execute();
    await record(tx, [{ kind: 'rules-published', data: { version: rules.version } }]);
    return true;
  });
}

/** Keeps a snapshot without bringing it into force: what lay on disk before something else was put in its place. */
export async function keep(db: Db, { version, files }: RuleFiles): Promise<void> {
  await db
    .insertInto('rule_set')
    .values({ version, files: JSON.stringify(files) })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute();
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

const newestFirst = (db: Db) =>
  db
    .selectFrom('rule_publication')
    .innerJoin('rule_set', 'rule_set.version', 'rule_publication.version')
    .orderBy('sequence', 'desc');

export async function newestVersion(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('rule_publication')
    .select('version')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? null;
}

/** The set in force; null before the first was published. */
export async function newest(db: Db): Promise<RuleFiles | null> {
  return (await newestFirst(db).select(['rule_set.version', 'files']).limit(1).executeTakeFirst()) ?? null;
}

/** One time that a set came into force. */
export interface Publication extends Published {
  readonly version: string;
  readonly at: Date;
}

/** The last publications with their files, newest first. */
export async function publications(db: Db, limit: number): Promise<(Publication & Pick<RuleFiles, 'files'>)[]> {
  const rows = await newestFirst(db)
    .select(['rule_set.version', 'files', 'at', 'by_whom as by', 'note'])
    .limit(limit)
    .execute();
  return rows;
}

/** Every kept set whose version begins so; `sha256:` may be left out. One of them: it is meant. */
export async function setsNamed(db: Db, version: string): Promise<RuleFiles[]> {
  const digits = version.replace(/^sha256:/, '');
  if (!/^[0-9a-f]+$/.test(digits)) return [];
  return db.selectFrom('rule_set').select(['version', 'files']).where('version', 'like', `sha256:${digits}%`).execute();
}
