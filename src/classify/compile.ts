// Checks all rule files and makes them ready to run; every problem is reported at once, with file, line, column and cure.
import { PermanentError } from '../errors.ts';
import type { Problem } from '../problem.ts';
import { contradictions, slowPatterns, twins, unknownPlaceholders, unproven } from './check-rule.ts';
import { type Built, build, type CompiledRule, type CompiledRules, type Kept, keptOf } from './compiled.ts';
import type { ConditionFault } from './condition.ts';
import type { Rule } from './rule.ts';
import type { FileMemo, PlacedRule, SourcedRule } from './rule-file.ts';
import { type RuleFiles, type RuleSet, readRuleSet } from './rule-set.ts';
import { warningsOf } from './warnings.ts';

/** `warnings`: what is allowed and probably not meant. `kept`: for a cache; absent from rules that came out of one. */
export type Compiled = { readonly warnings: readonly Problem[] } & (
  | { readonly ok: true; readonly rules: CompiledRules; readonly set: RuleSet; readonly kept?: () => Kept }
  | { readonly ok: false; readonly problems: readonly Problem[] }
);
export interface CompileOptions {
  /** These very files have passed before: patterns are not timed and examples not run again. */
  readonly validated?: boolean;
  /** Files (paths) that come with the program as they are, and whose rules its own tests have proven. */
  readonly proven?: ReadonlySet<string>;
  /** Milliseconds, to time patterns by. */
  readonly clock?: () => number;
  /** What earlier compilations of nearly the same files found: only what changed is parsed and proven again. */
  readonly known?: Known;
}
/** Filled by each compilation it is given to. */
export interface Known {
  readonly files: FileMemo;
  /** Rules, as JSON, that have passed: their examples and patterns are not run again. */
  readonly proven: Set<string>;
}

/** Compiles a snapshot of the rule files. `set` is its checked content as plain data, for a cache. */
export function compileRules(files: RuleFiles, options: CompileOptions = {}): Compiled {
  const {
    validated = false,
    proven = new Set<string>(),
    clock = threadMs,
    known = { files: new Map(), proven: new Set() },
  } = options;
  const { rules: sources, written, weights, problems } = readRuleSet(files, known.files);
  const warnings = sorted(warningsOf(written));
  if (weights === null) return { ok: false, problems: sorted([...problems, ...twins(sources)]), warnings };
  const set: RuleSet = {
    version: files.version,
    rules: sources.map(({ rule, file, line }) => ({ rule, file, line })),
    weights,
  };
  const placed = new Map<Rule, SourcedRule>(sources.map((source) => [source.rule, source]));
  const faulty = new Set<Rule>();
  const built = build(set, ({ rule }, { path, message, cure }) => {
    const source = placed.get(rule);
    if (source !== undefined) problems.push(source.problem(path, message, cure));
    faulty.add(rule);
  });
  problems.push(...twins(sources), ...sources.flatMap(unknownPlaceholders));
  const { rules } = built;
  for (const rule of validated ? [] : rules.rules) {
    const source = placed.get(rule.rule);
    const key = JSON.stringify(rule.rule);
    if (source === undefined || faulty.has(rule.rule) || known.proven.has(key) || proven.has(rule.file)) continue;
    const found = faultsOf(source, rule, built, clock);
    problems.push(...found);
    if (found.length === 0) known.proven.add(key);
  }
  return problems.length === 0
    ? { ok: true, rules, set, warnings, kept: () => keptOf(built) }
    : { ok: false, problems: sorted(problems), warnings };
}

/** What the schema cannot see, and no other rule has to do with. */
function faultsOf(source: SourcedRule, rule: CompiledRule, { rules, book }: Built, clock: () => number): Problem[] {
  const slow = slowPatterns(source, rule, clock);
  const proof = slow.length === 0 ? unproven(source, rule, rules) : [];
  return [...contradictions(source, rule, book), ...slow, ...proof];
}

/** The time that this thread has worked: on a busy machine a pattern is no slower for waiting. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const sorted = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));

/**
 * Makes a set ready that has been checked before (`Compiled.set`, which may have been in a cache): the quickest way, with what
 * `keptOf` gave of this very set.
 */
export function compileSet(set: RuleSet, kept: Kept | null = null): CompiledRules {
  const refuse = ({ file, line }: PlacedRule, { message }: ConditionFault): never => {
    throw new PermanentError(`${file}:${line} ${message}: this set of rules was never checked`);
  };
  return build(set, refuse, { proven: true, kept }).rules;
}
