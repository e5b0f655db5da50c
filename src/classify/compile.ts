// Checks all rule files and makes them ready to run; every problem is reported at once, with file, line, column and cure.
import { PermanentError } from '../errors.ts';
import type { Problem } from '../problem.ts';
import { contradictions, slowPatterns, twins, unknownPlaceholders, unproven } from './check-rule.ts';
import { build, type CompiledRules } from './compiled.ts';
import type { Rule } from './rule.ts';
import { type RuleFiles, type RuleSet, readRuleSet, type SourcedRule } from './rule-set.ts';

export type Compiled =
  | { readonly ok: true; readonly rules: CompiledRules; readonly set: RuleSet }
  | { readonly ok: false; readonly problems: readonly Problem[] };
export interface CompileOptions {
  /** These very files have passed before: patterns are not timed and examples not run again. */
  readonly validated?: boolean;
  /** Milliseconds, to time patterns by. */
  readonly clock?: () => number;
}

/** Compiles a snapshot of the rule files. `set` is its checked content as plain data, for a cache. */
export function compileRules(files: RuleFiles, options: CompileOptions = {}): Compiled {
  const { validated = false, clock = () => performance.now() } = options;
  const { rules: sources, weights, problems } = readRuleSet(files);
  if (weights === null) return { ok: false, problems: sorted([...problems, ...twins(sources)]) };
  const set: RuleSet = {
    version: files.version,
    rules: sources.map(({ rule, file, line }) => ({ rule, file, line })),
    weights,
  };
  const placed = new Map<Rule, SourcedRule>(sources.map((source) => [source.rule, source]));
  const rules = build(set, ({ rule }, { path, message, cure }) => {
    const source = placed.get(rule);
    if (source !== undefined) problems.push(source.problem(path, message, cure));
  });
  problems.push(...twins(sources), ...sources.flatMap(unknownPlaceholders));
  const checks = validated ? [] : rules.rules;
  for (const rule of checks) {
    const source = placed.get(rule.rule);
    if (source === undefined) continue;
    problems.push(...contradictions(source, rule, rules.book));
    const slow = slowPatterns(source, rule, clock);
    problems.push(...slow, ...(slow.length === 0 ? unproven(source, rule, rules) : []));
  }
  return problems.length === 0 ? { ok: true, rules, set } : { ok: false, problems: sorted(problems) };
}

const sorted = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));

/** Makes a set ready that has been checked before (`Compiled.set`, which may have been kept as JSON): the quickest way. */
export function compileSet(set: RuleSet): CompiledRules {
  return build(set, ({ file, line }, { message }) => {
    throw new PermanentError(`${file}:${line} ${message}: this set of rules was never checked`);
  });
}
