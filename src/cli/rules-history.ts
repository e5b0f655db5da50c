// `clerk rules history` and `clerk rules diff`: which sets were in force when, who brought them, and what differs.
import { type Changes, changesBetween } from '../classify/changes.ts';
import { readRuleFiles } from '../classify/load.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import { PermanentError } from '../errors.ts';
import type { Register } from '../register/database.ts';
import { publications, setsNamed } from '../register/rule-set.ts';
import { table } from '../table.ts';
import { counted, type RulesPlace, shortVersion, withRegister } from './rules-place.ts';

/** Judgement: a screen. */
const LATEST = 20;
const ALL = 100_000;
/** Judgement: more names than these are no longer read. */
const NAMED_FILES = 2;

export async function showHistory(
  { io, config }: RulesPlace,
  { json = false, all = false }: { json?: boolean; all?: boolean },
): Promise<void> {
  const limit = all ? ALL : LATEST;
  const sets = await withRegister(config, ({ db }) => publications(db, limit + 1));
  const rows = sets.slice(0, limit).map((set, i) => {
    const { version, at, by, note, files } = set;
    return { version, at, by, note, inForce: i === 0, ...countsOf(changesBetween(sets[i + 1]?.files ?? [], files)) };
  });
  if (json) for (const row of rows) io.out(JSON.stringify(row));
  if (json) return;
  if (rows.length === 0) io.out('no set of rules was published yet: `clerk start clock` does');
  else io.out(historyTable(rows, config.authority.timeZone));
  if (sets.length > limit) io.out('Earlier ones: --all');
  if (rows.length > 1) io.out('What changed since: rules diff VERSION     Return to one: rules back VERSION');
}

type Row = { version: string; at: Date; by: string | null; note: string | null; inForce: boolean } & ReturnType<
  typeof countsOf
>;

function historyTable(rows: readonly Row[], timeZone: string): string {
  const moment = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  return table(
    ['Version', 'In force from', 'Rules', 'Other files', 'By', 'Note'],
    rows.map((row) => [
      shortVersion(row.version),
      `${moment.format(row.at)}${row.inForce ? ' (now)' : ''}`,
      `+${row.added} ~${row.changed} -${row.removed}`,
      row.files.length > NAMED_FILES ? `${row.files.length} files` : row.files.join(', '),
      row.by ?? 'a saved file',
      row.note ?? '',
    ]),
    [12, 22, 12, 0, 14, 0],
  );
}

const countsOf = ({ added, changed, removed, files }: Changes) => ({
  added: added.length,
  changed: changed.length,
  removed: removed.length,
  files: files.map(({ path }) => path),
});

/** From a kept set to the files on disk, or to another kept set. */
export async function showDiff(
  { io, config }: RulesPlace,
  from: string,
  to: string | undefined,
  { json = false }: { json?: boolean },
): Promise<void> {
  const [before, after] = await withRegister(config, async ({ db }) => [
    await oneSet(db, from),
    to === undefined ? await readRuleFiles(config.rulesDir) : await oneSet(db, to),
  ]);
  const changes = changesBetween(before?.files ?? [], after?.files ?? []);
  if (json) io.out(JSON.stringify(changes));
  else for (const line of changeLines(changes)) io.out(line);
}

/** @throws PermanentError when no kept set is called so, or several are. */
export async function oneSet(db: Register, version: string): Promise<RuleFiles> {
  const found = await setsNamed(db, version);
  const [set] = found;
  if (set === undefined)
    throw new PermanentError(`no set of rules in the register is called ${version}: \`rules history\` shows them`);
  if (found.length > 1) throw new PermanentError(`${found.length} sets begin with ${version}: write more of it`);
  return set;
}

/** One line a rule or file: `+ local.bins (local/northmere.yaml:2)`. */
export function changeLines({ added, changed, removed, files }: Changes): string[] {
  const place = ({ rule, file, line }: Changes['added'][number]): string => `${rule.id} (${file}:${line})`;
  const lines = [
    ...added.map((rule) => `+ ${place(rule)}`),
    ...changed.map((rule) => `~ ${place(rule)}: ${rule.keys.join(', ')}`),
    ...removed.map((rule) => `- ${place(rule)}`),
    ...files.map(({ path, how }) => `${{ added: '+', changed: '~', removed: '-' }[how]} ${path}`),
  ];
  return lines.length === 0 ? ['nothing differs'] : [...lines, summary({ added, changed, removed, files })];
}

const summary = ({ added, changed, removed }: Changes): string =>
  `${counted(added.length, 'rule')} added, ${changed.length} changed, ${removed.length} removed`;
