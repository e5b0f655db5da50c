// Brings rule files into force: what lies on disk, or a change that somebody asked for, which is checked before it is written.
import { readRuleFiles, versionOf } from '../classify/load.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import { codeOf } from '../log.ts';
import type { Register } from '../register/database.ts';
import { finishEdit, nextEdit, type RuleEdit } from '../register/rule-edit.ts';
import { keep, publish, reportFault, setsNamed } from '../register/rule-set.ts';
import type { RuleChecker } from './rule-checker.ts';
import type { Checked } from './rules-check-thread.ts';
import { putInPlace } from './rules-write.ts';

/** Where the files are, and who checks them. */
export interface RuleDesk {
  readonly db: Register;
  readonly rulesDir: string;
  readonly checker: RuleChecker;
}
/** `isNew`: it was not in force before. `read`: the version of what lay on disk; null: it could not be read. */
export type Outcome = Checked & { readonly isNew: boolean; readonly read: string | null };

const refused = (problem: string): Outcome => ({
  problems: [problem],
  warnings: [],
  isNew: false,
  read: null,
});

/** Reads, checks and publishes what lies on disk; with a problem the last good set stays, and the problem is shown. */
export async function publishRules({ db, rulesDir, checker }: RuleDesk): Promise<Outcome> {
  const files = await readRuleFiles(rulesDir).catch(
    (error: unknown) => `${rulesDir}: cannot be read (${codeOf(error)}) — put the rule files there, or set FOI_RULES`,
  );
  const checked = typeof files === 'string' ? refused(files) : await checker.check(files);
  const good = typeof files !== 'string' && checked.problems.length === 0;
  if (!good) await reportFault(db, checked.problems);
  const read = typeof files === 'string' ? null : files.version;
  return { ...checked, read, isNew: good && (await publish(db, files)) };
}

/** Makes the changes that were asked for, oldest first; each is in force, or refused with its problems. @returns how many. */
export async function makeEdits(desk: RuleDesk): Promise<number> {
  for (let made = 0; ; made++) {
    const edit = await nextEdit(desk.db);
    if (!edit) return made;
    const { problems } = await makeEdit(desk, edit).catch((error: unknown) =>
      refused(`${desk.rulesDir}: the change could not be made (${codeOf(error)}) — may the bot write there?`),
    );
    await finishEdit(desk.db, edit.id, problems);
  }
}

async function makeEdit({ db, rulesDir, checker }: RuleDesk, edit: RuleEdit): Promise<Outcome> {
  const disk = await readRuleFiles(rulesDir);
  const wanted = 'backTo' in edit ? (await setsNamed(db, edit.backTo))[0] : laidOver(disk, edit.files);
  if (wanted === undefined) return refused('this version is not in the register — see `rules history`');
  if (typeof wanted === 'string') return refused(wanted);
  const checked = await checker.check(wanted);
  if (checked.problems.length > 0) return { ...checked, isNew: false, read: disk.version };
  // What lies there may never have been in force: a person may want it back.
  await keep(db, disk);
  await putInPlace(rulesDir, disk.files, wanted.files);
  return { ...checked, isNew: await publish(db, wanted, edit), read: wanted.version };
}

/** The authority's own ground, and no way out of it. */
const LOCAL_FILE = /^local\/(?:[a-z0-9][a-z0-9._-]*\.ya?ml|letters\/[a-z0-9][a-z0-9._-]*\.(?:txt|html))$/;

function laidOver(disk: RuleFiles, files: Readonly<Record<string, string | null>>): RuleFiles | string {
  const wrong = Object.keys(files).find((path) => !LOCAL_FILE.test(path) || path.includes('..'));
  if (wrong !== undefined)
    return `${wrong}:1:1 is not below rules/local — only an authority's own files are changed here`;
  const others = disk.files.filter(({ path }) => !(path in files));
  const written = Object.entries(files).flatMap(([path, content]) => (content === null ? [] : [{ path, content }]));
  const all = [...others, ...written].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { version: versionOf(all), files: all };
}
