// Says in an officer's words where a rule file departs from its schema, with the nearest thing that would be right.
import type * as z from 'zod';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { RuleSource } from './rule-source.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const CONDITION_KEYS = 'any all none near atLeast parts years pattern in platform domain replyTo'.split(' ');
const EXAMPLE_KEYS = 'subject body attachment from platform threaded receivedOn'.split(' ');
/** The keys that a map may have, by the key (or list) that it stands under. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['rules', 'disable'],
  rules: 'id title suggests source status weight counts when because examples'.split(' '),
  suggests: 'kind regime topic exemption validity flag'.split(' '),
  examples: ['match', 'miss'],
  match: EXAMPLE_KEYS,
  miss: EXAMPLE_KEYS,
  near: ['words', 'within'],
  atLeast: ['count', 'of'],
  parts: ['atLeast'],
  years: ['atLeast'],
};

/** Every departure from the schema as a problem; of the branches of a union the one that was plainly meant. */
export function schemaProblems(source: RuleSource, issues: readonly Issue[], base: Path = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_union') return unionProblems(source, issue, path);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(source, path, key));
    return [source.problemAt(path, messageOf(source, issue, path), cureOf(source, issue, path))];
  });
}

function unionProblems(source: RuleSource, issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): Problem[] {
  const meant = issue.errors.find(
    (branch) => !branch.some((each) => each.code === 'invalid_type' && each.path.length === 0),
  );
  if (meant !== undefined) return schemaProblems(source, meant, path);
  const value = valueAt(source.value, path);
  if (value === undefined) return [source.problemAt(path, `${nameOf(path)} is missing`, 'add it')];
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  const cure = scalar ? `put it in quotes: '${value}'` : 'write a phrase, or a map with the keys of rules/README.md';
  return [source.problemAt(path, `${typeName(value)} cannot stand here`, cure)];
}

function unknownKey(source: RuleSource, path: Path, key: string): Problem {
  const under = path.filter((step) => typeof step === 'string').at(-1) ?? '';
  const known = KEYS[under] ?? CONDITION_KEYS;
  return source.problemAt(path, `unknown key “${key}”`, didYouMean(key, known), key);
}

function messageOf(source: RuleSource, issue: Issue, path: Path): string {
  const name = nameOf(path);
  const value = valueAt(source.value, path);
  if (issue.code === 'invalid_type' && value === undefined) return `${name} is missing`;
  if (issue.code === 'invalid_type') return `${name} must be ${wanted(issue.expected)}, and this is ${typeName(value)}`;
  if (issue.code === 'invalid_value') return `${name} cannot be “${String(value)}”`;
  return `${name}: ${issue.message}`;
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'string') return `“${last}”`;
  const list = path.filter((step) => typeof step === 'string').at(-1);
  return list === 'rules' ? 'a rule' : `an item of “${list}”`;
}

function cureOf(source: RuleSource, issue: Issue, path: Path): string {
  const value = valueAt(source.value, path);
  if (issue.code === 'invalid_value') return didYouMean(String(value), issue.values.map(String));
  if (issue.code !== 'invalid_type') return 'see rules/README.md';
  if (value === undefined) return 'add it';
  if (issue.expected === 'string' && typeof value !== 'object') return `put it in quotes: '${String(value)}'`;
  if (issue.expected === 'array') return 'write a list: each item on a line of its own, beginning with a hyphen';
  return 'see rules/README.md';
}

const wanted = (expected: string): string =>
  ({ string: 'text', array: 'a list', object: 'a map', int: 'a whole number', number: 'a number' })[expected] ??
  expected;

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : 'a map';
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}
