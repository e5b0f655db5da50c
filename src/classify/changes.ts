// What changed from one snapshot of the rule files to another: rules added, changed, removed, and other files.
import { type PlacedRule, readRuleFile } from './rule-file.ts';
import { isLocal, isRuleFile, type RuleFiles } from './rule-set.ts';

type Files = RuleFiles['files'];

export interface Changes {
  readonly added: readonly PlacedRule[];
  readonly removed: readonly PlacedRule[];
  /** `keys`: what of the rule differs, such as weight or when. */
  readonly changed: readonly (PlacedRule & { readonly keys: readonly string[] })[];
  /** Letters, weights, and rule files in which only a comment or `disable:` differs. */
  readonly files: readonly { readonly path: string; readonly how: 'added' | 'changed' | 'removed' }[];
}

/** Only files that differ are read. Rules are told apart by their id, the authority's own from the shipped ones. */
export function changesBetween(before: Files, after: Files): Changes {
  const [old, now] = [differing(before, after), differing(after, before)];
  const [oldRules, newRules] = [rulesOf(old), rulesOf(now)];
  const added = [...newRules].filter(([key]) => !oldRules.has(key)).map(([, rule]) => rule);
  const removed = [...oldRules].filter(([key]) => !newRules.has(key)).map(([, rule]) => rule);
  const changed = [...newRules].flatMap(([key, rule]) => {
    const keys = keysThatDiffer(oldRules.get(key), rule);
    return keys.length === 0 ? [] : [{ ...rule, keys }];
  });
  const told = new Set([...added, ...removed, ...changed].map((rule) => rule.file));
  const paths = [...new Set([...old, ...now].map(({ path }) => path))].sort();
  const has = (files: Files, path: string): boolean => files.some((file) => file.path === path);
  const files = paths
    .filter((path) => !told.has(path))
    .map((path) => ({
      path,
      how: has(before, path) ? (has(after, path) ? ('changed' as const) : ('removed' as const)) : ('added' as const),
    }));
  return { added, removed, changed, files };
}

/** Those of `files` that the others do not have with the same content. */
function differing(files: Files, others: Files): Files {
  const known = new Map(others.map(({ path, content }) => [path, content]));
  return files.filter(({ path, content }) => known.get(path) !== content);
}

const rulesOf = (files: Files): Map<string, PlacedRule> =>
  new Map(
    files
      .filter(({ path }) => isRuleFile(path))
      .flatMap(({ path, content }) => readRuleFile(path, content, new Map()).rules)
      .map((rule) => [`${isLocal(rule.file) ? 'local' : 'uk'} ${rule.rule.id}`, rule]),
  );

function keysThatDiffer(before: PlacedRule | undefined, after: PlacedRule): string[] {
  if (before === undefined) return [];
  const [old, now] = [Object.entries(before.rule), Object.entries(after.rule)].map(
    (entries) => new Map(entries.map(([key, value]) => [key, JSON.stringify(value)])),
  );
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].filter(
    (key) => old?.get(key) !== now?.get(key),
  );
}
