// Puts the rules of all files together: an authority's own rule replaces the shipped one with the same id, and may switch one off.
import * as z from 'zod';
import { didYouMean } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import { type RuleSource, readSource } from '../rule-source.ts';
import { schemaProblems } from '../schema-problem.ts';
import { type Rule, rule, ruleFile } from './rule.ts';
import { RULE_GUIDE } from './rule-guide.ts';
import { type Weights, weightsFile } from './score.ts';

/** A content-addressed snapshot of rules/ (without authority.yaml); paths are posix and relative to rules/. */
export interface RuleFiles {
  readonly version: string; // 'sha256:…' over the sorted paths and contents
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** A rule with the place it was read from. */
export interface PlacedRule {
  readonly rule: Rule;
  readonly file: string;
  readonly line: number;
}
/** The rules in force, checked against the schema: plain data that can be kept as JSON. */
export interface RuleSet {
  readonly version: string;
  readonly rules: readonly PlacedRule[];
  readonly weights: Weights;
}

/** A rule while it is being checked: it can still say where each of its parts stands. */
export interface SourcedRule extends PlacedRule {
  problem(path: readonly PropertyKey[], message: string, cure: string): Problem;
}

/** An authority's own weights, fitted to its decisions, stand in for the shipped ones. */
export const LOCAL_WEIGHTS_FILE = 'local/weights.yaml';
const WEIGHTS_FILE = 'weights.yaml';
const isRuleFile = (path: string): boolean => /^(?:uk|local)\/.*\.ya?ml$/.test(path) && path !== LOCAL_WEIGHTS_FILE;
const isLocal = (path: string): boolean => path.startsWith('local/');

/** Reads every rule file and the weights; all problems at once, `weights` null when they cannot be read. */
export function readRuleSet(files: RuleFiles): { rules: SourcedRule[]; weights: Weights | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const rules: SourcedRule[] = [];
  const disabled: { id: string; problem: (message: string, cure: string) => Problem }[] = [];
  for (const { path, content } of files.files.filter((file) => isRuleFile(file.path))) {
    const source = readSource(path, content);
    problems.push(...source.problems);
    if (source.value === null) continue;
    const parsed = ruleFile.safeParse(source.value);
    if (!parsed.success) problems.push(...schemaProblems(source, parsed.error.issues, RULE_GUIDE));
    rules.push(...readable(source));
    for (const [index, id] of (parsed.data?.disable ?? []).entries())
      disabled.push({ id, problem: (message, cure) => source.problemAt(['disable', index], message, cure) });
  }
  problems.push(...disabled.flatMap((entry) => wronglyDisabled(entry, rules)), ...duplicates(rules));
  const off = new Set(disabled.map((entry) => entry.id));
  const own = new Set(rules.filter((each) => isLocal(each.file)).map((each) => each.rule.id));
  const inForce = rules.filter((each) => isLocal(each.file) || !(off.has(each.rule.id) || own.has(each.rule.id)));
  return { rules: inForce, ...readWeights(files, problems), problems };
}

const withRules = z.looseObject({ rules: z.array(z.unknown()) });

/** The rules of a file that are well formed, also when others of the same file are not: so that all problems show at once. */
function readable(source: RuleSource): SourcedRule[] {
  const items = withRules.safeParse(source.value).data?.rules ?? [];
  return items.flatMap((item, index) => {
    const parsed = rule.safeParse(item);
    if (!parsed.success) return [];
    const base = ['rules', index];
    const problem = (path: readonly PropertyKey[], message: string, cure: string) =>
      source.problemAt([...base, ...path], message, cure);
    return [{ rule: parsed.data, file: source.file, line: problem([], '', '').line, problem }];
  });
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
  if (!parsed.success) problems.push(...schemaProblems(source, parsed.error.issues, RULE_GUIDE));
  return { weights: parsed.data ?? null };
}

function wronglyDisabled(
  { id, problem }: { id: string; problem: (message: string, cure: string) => Problem },
  rules: readonly SourcedRule[],
): Problem[] {
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
