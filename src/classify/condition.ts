// Turns the condition of a rule into a test that is cheap to evaluate.
import { commonness } from './commonness.ts';
import type { Pattern } from './pattern.ts';
import type { PhraseBook } from './phrases.ts';
import type { Condition, ConditionMap, Field, Near as NearWords } from './rule.ts';

/** A compiled condition. Phrases are numbers in the phrase book. */
export type Test =
  | { readonly test: 'phrase'; readonly phrase: number; readonly fields: readonly Field[]; readonly written: string }
  | ({ readonly test: 'all' | 'any' | 'none' } & Tests)
  | ({ readonly test: 'atLeast'; readonly count: number } & Tests)
  | Near
  | { readonly test: 'parts' | 'years'; readonly atLeast: number; readonly fields: readonly Field[] }
  | { readonly test: 'pattern'; readonly pattern: Pattern; readonly fields: readonly Field[] }
  | Fact;
/** What is known of a mail before it is read. */
export type Fact = { readonly test: 'platform' | 'domain'; readonly value: string } | { readonly test: 'replyTo' };
/**
 * `of` holds them all. Its phrases are looked up together, by the number of their word list, so that a long list costs no
 * more than the hits in it; of the others patterns take a thousand times as long as words: they stand last in `others`, and
 * `cheap` is the number of tests before them.
 */
export interface Tests {
  readonly of: readonly Test[];
  /** How many there are, a phrase that is written twice counted once. */
  readonly distinct: number;
  readonly list: number | null;
  readonly fields: readonly Field[];
  readonly others: readonly Test[];
  readonly cheap: number;
}
export interface Near {
  readonly test: 'near';
  /** One phrase of each group must be there. */
  readonly groups: readonly (readonly number[])[];
  /** The same, the group first that is the least likely to be there. */
  readonly rarestFirst: readonly (readonly number[])[];
  readonly within: number;
  readonly inOrder: boolean;
  readonly oneSentence: boolean;
  readonly fields: readonly Field[];
  /** The groups as an officer reads them. */
  readonly written: readonly string[];
}

/** What is wrong with a condition that the schema lets through; `path` leads from the condition to the place. */
export interface ConditionFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly cure: string;
}

const DEFAULT_FIELDS: readonly Field[] = ['subject', 'body'];
/** Stands for a faulty part. */
const NEVER: Test = { test: 'any', of: [], distinct: 0, list: null, fields: DEFAULT_FIELDS, others: [], cheap: 0 };
type Path = readonly (string | number)[];

const isCostly = (test: Test): boolean => test.test === 'pattern' || ('of' in test && test.of.some(isCostly));

type PhraseTest = Extract<Test, { test: 'phrase' }>;

function together(tests: readonly Test[], book: PhraseBook, fields: readonly Field[]): Tests {
  const isListed = (test: Test): test is PhraseTest => test.test === 'phrase' && test.fields === fields;
  const listed = tests.filter(isListed);
  const list = listed.length > 1 ? book.list(listed.map((test) => test.phrase)) : null;
  const others = list === null ? tests : tests.filter((test) => !isListed(test));
  const cheap = others.filter((test) => !isCostly(test));
  const distinct = others.length + (list === null ? 0 : new Set(listed.map((test) => test.phrase)).size);
  return { of: tests, distinct, list, fields, others: [...cheap, ...others.filter(isCostly)], cheap: cheap.length };
}

/** Compiles a condition; every fault goes to `fault`, and a faulty part becomes a test that never holds. */
export function compileCondition(
  condition: Condition,
  book: PhraseBook,
  fault: (fault: ConditionFault) => void,
  path: Path = [],
  fields: readonly Field[] = DEFAULT_FIELDS,
): Test {
  if (typeof condition === 'string') return compilePhrase(condition, book, fault, path, fields);
  const inner = condition.in ?? fields;
  const list = (key: 'any' | 'all' | 'none', of: readonly Condition[]): Test => {
    const each = of.map((one, index) => compileCondition(one, book, fault, [...path, key, index], inner));
    // what must hold inside of what must hold stands beside it, so that the cheap of both comes before the costly of both
    const flat = key === 'all' ? each.flatMap((test) => (test.test === 'all' ? test.of : [test])) : each;
    return { test: key, ...together(flat, book, inner) };
  };
  const tests: Test[] = [];
  if (condition.all) tests.push(list('all', condition.all));
  if (condition.any) tests.push(list('any', condition.any));
  if (condition.atLeast) tests.push(compileAtLeast(condition.atLeast, book, fault, path, inner));
  if (condition.near) tests.push(compileNear(condition.near, book, fault, [...path, 'near'], inner));
  tests.push(...compileFacts(condition, inner));
  if (condition.pattern !== undefined) tests.push(...compileExpression(condition.pattern, book, fault, path, inner));
  if (condition.none) tests.push(...cheapFirst(list('none', condition.none), book, inner));
  const [only] = tests;
  if (only === undefined) fault({ path, message: 'this condition says nothing', cure: 'give it any, all, near …' });
  return tests.length === 1 && only !== undefined ? only : { test: 'all', ...together(tests, book, inner) };
}

/** What forbids by words or facts is asked before what forbids by patterns: most mails need no pattern then. */
function cheapFirst(forbidden: Test, book: PhraseBook, fields: readonly Field[]): Test[] {
  if (!('of' in forbidden)) return [forbidden];
  const costly = forbidden.of.filter(isCostly);
  if (costly.length === 0 || costly.length === forbidden.of.length) return [forbidden];
  const cheap = forbidden.of.filter((test) => !isCostly(test));
  return [cheap, costly].map((of) => ({ test: 'none', ...together(of, book, fields) }));
}

function compilePhrase(
  written: string,
  book: PhraseBook,
  fault: (fault: ConditionFault) => void,
  path: Path,
  fields: readonly Field[],
): Test {
  const phrase = book.add(written);
  if (phrase !== null) return { test: 'phrase', phrase, fields, written };
  fault({ path, message: `“${written}” holds no word`, cure: 'write letters or digits, or use a pattern' });
  return NEVER;
}

function compileAtLeast(
  { count, of }: { readonly count: number; readonly of: readonly Condition[] },
  book: PhraseBook,
  fault: (fault: ConditionFault) => void,
  path: Path,
  fields: readonly Field[],
): Test {
  const tests = of.map((each, index) => compileCondition(each, book, fault, [...path, 'atLeast', 'of', index], fields));
  const cure = `list more conditions, or ask for ${of.length} at most`;
  if (count > of.length)
    fault({ path: [...path, 'atLeast'], message: `can never hold: ${count} asked of a list of ${of.length}`, cure });
  return { test: 'atLeast', count, ...together(tests, book, fields) };
}

function compileNear(
  near: NearWords,
  book: PhraseBook,
  fault: (fault: ConditionFault) => void,
  path: Path,
  fields: readonly Field[],
): Test {
  const groups = near.words.map((each, index) =>
    (typeof each === 'string' ? [each] : each).flatMap((written) => {
      const test = compilePhrase(written, book, fault, [...path, 'words', index], fields);
      return test.test === 'phrase' ? [test.phrase] : [];
    }),
  );
  const lengths = groups.map((phrases) =>
    Math.min(...phrases.map((phrase) => book.phrases[phrase]?.stems.length ?? 1)),
  );
  if (near.within < Math.max(...lengths, 2)) {
    const needed = lengths.reduce((sum, length) => sum + length, 0);
    const message = `can never hold: these words do not fit into ${near.within}`;
    fault({ path, message, cure: `a window of ${needed} words or more` });
  }
  const written = near.words.map((each) =>
    [each]
      .flat()
      .map((phrase) => `“${phrase}”`)
      .join(' or '),
  );
  const rarestFirst = groups
    .map((phrases) => ({ phrases, cost: commonness(phrases, book) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ phrases }) => phrases);
  const { within, inOrder = false, oneSentence = false } = near;
  return { test: 'near', groups, rarestFirst, within, inOrder, oneSentence, fields, written };
}

function compileFacts(condition: ConditionMap, fields: readonly Field[]): Test[] {
  const tests: Test[] = [];
  if (condition.platform !== undefined) tests.push({ test: 'platform', value: condition.platform });
  if (condition.domain !== undefined)
    tests.push({ test: 'domain', value: condition.domain.toLowerCase().replace(/^@/, '') });
  if (condition.replyTo !== undefined) tests.push({ test: 'replyTo' });
  if (condition.parts) tests.push({ test: 'parts', atLeast: condition.parts.atLeast, fields });
  if (condition.years) tests.push({ test: 'years', atLeast: condition.years.atLeast, fields });
  return tests;
}

function compileExpression(
  written: string,
  book: PhraseBook,
  fault: (fault: ConditionFault) => void,
  path: Path,
  fields: readonly Field[],
): Test[] {
  const result = book.pattern(written);
  if (result.ok) return [{ test: 'pattern', pattern: result.pattern, fields }];
  fault({ path: [...path, 'pattern'], message: result.because, cure: result.cure });
  return [NEVER];
}
