// Changes to the rule files that are asked of their master, as rows: from the staff site, or from a command while a master runs.
import type { Register } from './database.ts';

/** A whole earlier set, or files below local/ with their new content (null: the file goes). */
export type Wanted = { readonly backTo: string } | { readonly files: Readonly<Record<string, string | null>> };

export type RuleEdit = Wanted & { readonly id: string; readonly by: string; readonly note: string | null };

/** Asks for a change. @returns the number of the row, for `outcomeOf`. */
export async function askFor(
  db: Register,
  wanted: Wanted,
  { by, note }: { readonly by: string; readonly note: string | null },
): Promise<string> {
  const what =
    'backTo' in wanted
      ? { back_to: wanted.backTo, files: null }
      : { back_to: null, files: JSON.stringify(wanted.files) };
  const row = await db
    .insertInto('rule_edit')
    .values({ by_whom: by, note, ...what })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The oldest change that nobody has made yet. */
export async function nextEdit(db: Register): Promise<RuleEdit | null> {
  const row = await db
    .selectFrom('rule_edit')
    .select(['id', 'by_whom as by', 'note', 'back_to', 'files'])
    .where('done_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { id, by, note } = row;
  return row.back_to === null ? { id, by, note, files: row.files ?? {} } : { id, by, note, backTo: row.back_to };
}

/** @param problems why it was refused; none: it is made and in force. */
export async function finishEdit(db: Register, id: string, problems: readonly string[]): Promise<void> {
  await db
    .updateTable('rule_edit')
    .set({ done_at: new Date(), problems: JSON.stringify(problems) })
    .where('id', '=', id)
    .execute();
}

/** The problems for which a change was refused (none: it is in force); null while nobody has got to it. */
export async function outcomeOf(db: Register, id: string): Promise<string[] | null> {
  const row = await db.selectFrom('rule_edit').select(['done_at', 'problems']).where('id', '=', id).executeTakeFirst();
  return row?.done_at ? (row.problems ?? []) : null;
}
