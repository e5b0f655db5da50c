// Puts the rules of all files together: an authority's own rule replaces the shipped one with the same id, and may switch one off.
import { didYouMean } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import { readSource } from '../rule-source.ts';
import { schemaProblems } from '../schema-problem.ts';
import { type Disabled, type FileMemo, memoKey, type PlacedRule, readRuleFile, type SourcedRule } from './rule-file.ts';
import { WEIGHTS_GUIDE } from './rule-guide.ts';
import { type Weights, weightsFile } from './score.ts';

/** A content-addressed snapshot of rules/ (without authority.yaml); paths are posix and relative to rules/. */
export interface RuleFiles {
  readonly version: string; // 'sha256:…' over the sorted paths and contents
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** The rules in force, checked against the schema: plain data that can be kept as JSON. */
export interface RuleSet {
  readonly version: string;
  readonly rules: readonly PlacedRule[];
  readonly weights: Weights;
}

/** An authority's own weights, fitted to its decisions, stand in for the shipped ones. */
export const LOCAL_WEIGHTS_FILE = 'local/weights.yaml';
const WEIGHTS_FILE = 'weights.yaml';
export const isRuleFile = (path: string): boolean =>
  /^(?:uk|local)\/.*\.ya?ml$/.test(path) && path !== LOCAL_WEIGHTS_FILE;
export const isLocal = (path: string): boolean => path.startsWith('local/');

/** What all files hold together. `written` are all well-formed rules, those that are switched off or replaced too. */
export interface ReadSet {
  readonly rules: readonly SourcedRule[];
  readonly written: readonly SourcedRule[];
  readonly weights: Weights | null;
  readonly problems: Problem[];
}

/** Reads every rule file and the weights; all problems at once, `weights` null when they cannot be read. */
export function readRuleSet(files: RuleFiles, memo: FileMemo = new Map()): ReadSet {
  const parsed = new Map(
    files.files
      .filter((file) => isRuleFile(file.path))
      .map(({ path, content }) => [memoKey(path, content), readRuleFile(path, content, memo)]),
  );
  memo.clear();
  for (const [key, file] of parsed) memo.set(key, file);
  const all = [...parsed.values()];
  const written = all.flatMap((file) => file.rules);
  const disabled = all.flatMap((file) => file.disabled);
  const problems = [
    ...all.flatMap((file) => file.problems),
    ...disabled.flatMap((entry) => wronglyDisabled(entry, written)),
    ...duplicates(written),
  ];
  const off = new Set(disabled.map((entry) => entry.id));
  const own = new Set(written.filter((each) => isLocal(each.file)).map((each) => each.rule.id));
  const rules = written.filter((each) => isLocal(each.file) || !(off.has(each.rule.id) || own.has(each.rule.id)));
  return { rules, written, ...readWeights(files, problems), problems };
}

function readWeights(files: RuleFiles, problems: Problem[]): { weights: Weights | null } {
  const named = (name: string) => files.files.find(({ path }) => path === name);
  const file = named(LOCAL_WEIGHTS_FILE) ?? named(WEIGHTS_FILE);
  if (file === undefined) {
    const cure = `restore rules/${WEIGHTS_FILE} from the version you installed`;
    problems.push({ file: WEIGHTS_FILE, line: 1, column: 1, message: 'the file is missing', cure });
    return { weights: null };
  }
  const source = readSource(file.path, file.content);
  problems.push(...source.problems);
  if (source.problems.length > 0) return { weights: null };
  const parsed = weightsFile.safeParse(source.value);
  if (!parsed.success) problems.push(...schemaProblems(source, parsed.error.issues, WEIGHTS_GUIDE));
  return { weights: parsed.data ?? null };
}

function wronglyDisabled({ id, problem }: Disabled, rules: readonly SourcedRule[]): Problem[] {
  const shipped = rules.filter((each) => !isLocal(each.file)).map((each) => each.rule.id);
  const at = problem('', '');
  if (!isLocal(at.file))
    return [problem('“disable” counts only below rules/local', 'move it to a file there, such as local/off.yaml')];
  return shipped.includes(id) ? [] : [problem(`there is no shipped rule “${id}”`, didYouMean(id, shipped))];
}

/** The same id twice among the shipped rules, or twice among the authority's own. */
function duplicates(rules: readonly SourcedRule[]): Problem[] {
  const first = new Map<string, SourcedRule>();
  return rules.flatMap((each) => {
    const key = `${isLocal(each.file)} ${each.rule.id}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, each);
    if (earlier === undefined) return [];
    const message = `the id “${each.rule.id}” is taken by ${earlier.file}:${earlier.line}`;
    return [each.problem(['id'], message, 'give this rule another id, or delete one of the two')];
  });
}
