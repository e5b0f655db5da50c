// Reads one rule file: its rules, each able to say where its parts stand, and what it switches off.
import * as z from 'zod';
import type { Problem } from '../problem.ts';
import { type RuleSource, readSource } from '../rule-source.ts';
import { schemaProblems } from '../schema-problem.ts';
import { type Rule, rule, ruleFile } from './rule.ts';
import { RULE_GUIDE } from './rule-guide.ts';

/** A rule with the place it was read from. */
export interface PlacedRule {
  readonly rule: Rule;
  readonly file: string;
  readonly line: number;
}

/** A rule while it is being checked: it can still say where each of its parts stands. */
export interface SourcedRule extends PlacedRule {
  problem(path: readonly PropertyKey[], message: string, cure: string): Problem;
}

/** An id under `disable:`. */
export interface Disabled {
  readonly id: string;
  problem(message: string, cure: string): Problem;
}

export interface ParsedFile {
  readonly rules: readonly SourcedRule[];
  readonly disabled: readonly Disabled[];
  readonly problems: readonly Problem[];
}

/** Files by path and content: whoever reads the same files again and again parses only those that changed. */
export type FileMemo = Map<string, ParsedFile>;

/** Reads one file, or takes it from `memo`. Never throws. */
export function readRuleFile(path: string, content: string, memo: ReadonlyMap<string, ParsedFile>): ParsedFile {
  return memo.get(memoKey(path, content)) ?? parse(path, content);
}

export const memoKey = (path: string, content: string): string => `${path}\n${content}`;

/** A file without a problem, as plain data. */
export interface FileData {
  readonly rules: readonly { readonly rule: Rule; readonly line: number }[];
  readonly disabled: readonly string[];
}

/** What a cache keeps of a file; null: it has problems, and is read anew. */
export const dataOf = ({ rules, disabled, problems }: ParsedFile): FileData | null =>
  problems.length > 0
    ? null
    : { rules: rules.map(({ rule: each, line }) => ({ rule: each, line })), disabled: disabled.map(({ id }) => id) };

/** The file of that data; it is parsed only when somebody asks where something stands in it. */
export function fileOf(path: string, content: string, { rules, disabled }: FileData): ParsedFile {
  let source: RuleSource | null = null;
  const problemAt: RuleSource['problemAt'] = (...about) => {
    source ??= readSource(path, content);
    return source.problemAt(...about);
  };
  return {
    rules: rules.map((each, index) => ({
      ...each,
      file: path,
      problem: (steps, message, cure) => problemAt(['rules', index, ...steps], message, cure),
    })),
    disabled: disabled.map((id, index) => ({
      id,
      problem: (message, cure) => problemAt(['disable', index], message, cure),
    })),
    problems: [],
  };
}

/** What a text holds that was never UTF-8: the sign for what could not be decoded, or NUL from UTF-16. */
const NOT_UTF8 = /[\u0000\ufffd]/;

function parse(path: string, content: string): ParsedFile {
  if (NOT_UTF8.test(content)) return { rules: [], disabled: [], problems: [notUtf8(path, content)] };
  const source = readSource(path, content);
  if (source.value === null) return { rules: [], disabled: [], problems: source.problems };
  if (Array.isArray(source.value)) {
    const cure = 'write rules: on a line above it, and indent the list below';
    return { rules: [], disabled: [], problems: [source.problemAt([], 'the file begins with a list', cure)] };
  }
  const parsed = ruleFile.safeParse(source.value);
  const disabled = (parsed.data?.disable ?? []).map((id, index) => ({
    id,
    problem: (message: string, cure: string) => source.problemAt(['disable', index], message, cure),
  }));
  const problems = parsed.success ? [] : schemaProblems(source, parsed.error.issues, RULE_GUIDE);
  const rules = parsed.success ? sourced(source, parsed.data.rules ?? []) : readable(source);
  return { rules, disabled, problems: [...source.problems, ...problems] };
}

function notUtf8(file: string, content: string): Problem {
  const before = content.slice(0, content.search(NOT_UTF8)).split('\n');
  const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return { ...place, message: 'a character cannot be read', cure: 'save the file with the encoding UTF-8' };
}

const withRules = z.looseObject({ rules: z.array(z.unknown()) });

/** The rules of a file that are well formed, also when others of the same file are not: so that all problems show at once. */
function readable(source: RuleSource): SourcedRule[] {
  const items = withRules.safeParse(source.value).data?.rules ?? [];
  return sourced(
    source,
    items.map((item) => rule.safeParse(item).data),
  );
}

/** @param items in the order of the file; undefined: no well-formed rule stands there. */
function sourced(source: RuleSource, items: readonly (Rule | undefined)[]): SourcedRule[] {
  return items.flatMap((item, index) => {
    if (item === undefined) return [];
    const base = ['rules', index];
    const problem = (path: readonly PropertyKey[], message: string, cure: string) =>
      source.problemAt([...base, ...path], message, cure);
    return [{ rule: item, file: source.file, line: problem([], '', '').line, problem }];
  });
}
