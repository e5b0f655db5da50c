// Says in an officer's words where a file that people write departs from its schema, with the nearest thing that would be right.
import type * as z from 'zod';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { RuleSource } from './rule-source.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** How one kind of file speaks of itself. */
export interface Guide {
  /** The keys that a map at this path may have. */
  keys(path: Path): readonly string[];
  /** What the value at this path is called. */
  nameOf(path: Path): string;
  /** Where to look when nothing better can be said. */
  readonly help: string;
}

/** Every departure from the schema as a problem; of the branches of a union the one that was plainly meant. */
export function schemaProblems(source: RuleSource, issues: readonly Issue[], guide: Guide, base: Path = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_union') return unionProblems(source, issue, guide, path);
    if (issue.code === 'unrecognized_keys') {
      const known = guide.keys(path);
      return issue.keys.map((key) => source.problemAt(path, `unknown key “${key}”`, didYouMean(key, known), key));
    }
    const value = valueAt(source.value, path);
    return [source.problemAt(path, messageOf(value, issue, guide.nameOf(path)), cureOf(value, issue, guide))];
  });
}

function unionProblems(
  source: RuleSource,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  guide: Guide,
  path: Path,
): Problem[] {
  const meant = issue.errors.find(
    (branch) => !branch.some((each) => each.code === 'invalid_type' && each.path.length === 0),
  );
  if (meant !== undefined) return schemaProblems(source, meant, guide, path);
  const value = valueAt(source.value, path);
  if (value === undefined) return [source.problemAt(path, `${guide.nameOf(path)} is missing`, 'add it')];
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  const cure = scalar ? `put it in quotes: '${value}'` : 'write a phrase, or a map with the keys of rules/README.md';
  return [source.problemAt(path, `${typeName(value)} cannot stand here`, cure)];
}

/** A fault that a schema words itself: `what is wrong — what to write`. */
const ownWords = (issue: Issue): readonly [what: string, cure: string | undefined] => {
  const [what = '', cure] = issue.message.split(' — ');
  return [what, cure];
};

function messageOf(value: unknown, issue: Issue, name: string): string {
  const missing = value === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
  if (missing) return `${name} is missing`;
  if (issue.code === 'invalid_type') return `${name} must be ${wanted(issue.expected)}, and this is ${typeName(value)}`;
  if (issue.code === 'invalid_value') return `${name} cannot be “${String(value)}”`;
  const bound = boundOf(issue);
  if (bound !== null) return `${name} ${bound.what}`;
  const [what, cure] = ownWords(issue);
  return cure === undefined ? `${name}: ${what}` : `${name} ${what}`;
}

function cureOf(value: unknown, issue: Issue, { help }: Guide): string {
  if (issue.code === 'invalid_value' && value === undefined)
    return `add it, one of: ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_value') return didYouMean(String(value), issue.values.map(String));
  if (issue.code !== 'invalid_type') return ownWords(issue)[1] ?? boundOf(issue)?.cure ?? help;
  if (value === undefined) return 'add it';
  const scalar = value !== null && typeof value !== 'object';
  if (issue.expected === 'string' && scalar) return `put it in quotes: '${String(value)}'`;
  if (issue.expected === 'array') return 'write a list: each item on a line of its own, beginning with a hyphen';
  if (issue.expected === 'boolean') return 'write true or false, without quotes';
  return help;
}

/** A number or a length outside its bounds, when the schema has no words of its own for it. */
function boundOf(issue: Issue): { what: string; cure: string } | null {
  if ((issue.code !== 'too_big' && issue.code !== 'too_small') || ownWords(issue)[1] !== undefined) return null;
  const big = issue.code === 'too_big';
  const bound = Number(big ? issue.maximum : issue.minimum);
  const orJustThat = issue.inclusive === true ? ` or ${big ? 'less' : 'more'}` : '';
  const far = orJustThat === '' ? (big ? 'less than ' : 'more than ') : '';
  if (issue.origin === 'string')
    return big
      ? { what: `is longer than ${bound} characters`, cure: 'shorten it' }
      : { what: 'is empty', cure: 'write it' };
  if (issue.origin === 'array')
    return { what: `has too ${big ? 'many' : 'few'} items`, cure: `write ${bound}${orJustThat}` };
  return { what: `is too ${big ? 'large' : 'small'}`, cure: `write ${far}${bound}${orJustThat}` };
}

const wanted = (expected: string): string =>
  ({
    string: 'text',
    array: 'a list',
    object: 'a map',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  })[expected] ?? expected;

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
