// What the schema cannot see in a rule: conditions that can never hold, slow patterns, missing proof, unknown placeholders.

import { didYouMean } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import { PLACEHOLDERS, placeholdersOf } from './because.ts';
import type { CompiledRule, CompiledRules } from './compiled.ts';
import type { Test } from './condition.ts';
import { EXAMPLES_NEEDED, failedExamples } from './example.ts';
import { heaviestRepetition, MAX_PATTERN_MS, type Pattern, slowestMs } from './pattern.ts';
import type { PhraseBook } from './phrases.ts';
import type { Field } from './rule.ts';
import type { SourcedRule } from './rule-file.ts';

/** A rule that asks for a phrase and forbids it can never match. */
export function contradictions(source: SourcedRule, { test }: CompiledRule, book: PhraseBook): Problem[] {
  const needed = required(test);
  return forbidden(test).flatMap((banned) => {
    const clash = needed.find(
      (each) => covers(each.fields, banned.fields) && contains(book, each.phrase, banned.phrase),
    );
    if (clash === undefined) return [];
    const message = `unreachable: “${clash.written}” is required, and “${banned.written}” forbidden`;
    return [source.problem(['when'], message, 'remove one of the two, or narrow what is forbidden')];
  });
}

type PhraseTest = Extract<Test, { test: 'phrase' }>;

/** The phrases that must be there, whatever else the mail holds. */
function required(test: Test): PhraseTest[] {
  if (test.test === 'phrase') return [test];
  return test.test === 'all' ? test.of.flatMap(required) : [];
}

/** The phrases of which none may be there: those that forbid by themselves, not together with others. */
function forbidden(test: Test): PhraseTest[] {
  if (test.test === 'all') return test.of.flatMap(forbidden);
  const alone = (each: Test): PhraseTest[] => {
    if (each.test === 'phrase') return [each];
    return each.test === 'any' ? each.of.flatMap(alone) : [];
  };
  return test.test === 'none' ? test.of.flatMap(alone) : [];
}

const covers = (needed: readonly Field[], banned: readonly Field[]): boolean =>
  needed.every((field) => banned.includes(field));

function contains(book: PhraseBook, needed: number, banned: number): boolean {
  const [outer, inner] = [book.phrases[needed], book.phrases[banned]];
  if (outer === undefined || inner === undefined || (book.vocabulary.exact.has(banned) && needed !== banned))
    return false;
  return ` ${outer.stems.join(' ')} `.includes(` ${inner.stems.join(' ')} `);
}

/** Two rules that say the same because of the same words count twice for nothing. */
export function twins(rules: readonly SourcedRule[]): Problem[] {
  const first = new Map<string, SourcedRule>();
  return rules.flatMap((each) => {
    const { suggests, when, counts = 'for', status } = each.rule;
    const key = JSON.stringify([suggests, when, counts]);
    const earlier = first.get(key);
    if (status !== 'retired' && earlier === undefined) first.set(key, each);
    if (status === 'retired' || earlier === undefined) return [];
    const message = `the same suggestion and condition as “${earlier.rule.id}” (${earlier.file}:${earlier.line})`;
    return [each.problem(['when'], message, 'delete one of the two')];
  });
}

/** Patterns that take too long on the worst texts we know of. `clock` gives milliseconds. */
export function slowPatterns(source: SourcedRule, { test }: CompiledRule, clock: () => number): Problem[] {
  return patternsOf(test).flatMap((pattern) => {
    const took = slowestMs(pattern, clock);
    if (took <= MAX_PATTERN_MS) return [];
    const message = `the pattern takes ${Math.round(took)} ms on a bad text, more than ${MAX_PATTERN_MS}`;
    return [source.problem(['when'], message, `shorten the repetition ${heaviestRepetition(pattern.written)}`)];
  });
}

function patternsOf(test: Test): Pattern[] {
  if (test.test === 'pattern') return [test.pattern];
  return 'of' in test ? test.of.flatMap(patternsOf) : [];
}

/** A live rule proves itself by its examples; drafts and retired rules need none. */
export function unproven(source: SourcedRule, rule: CompiledRule, rules: CompiledRules): Problem[] {
  if (source.rule.status !== 'live') return [];
  const { match = [], miss = [] } = source.rule.examples ?? {};
  const lists = [
    { key: 'match', name: 'texts that match', has: match.length },
    { key: 'miss', name: 'near misses', has: miss.length },
  ];
  const missing = lists
    .filter(({ has }) => has < EXAMPLES_NEEDED)
    .map(({ key, name, has }) =>
      source.problem(
        ['examples', key],
        `a live rule needs ${EXAMPLES_NEEDED} ${name}, and this one has ${has}`,
        `add examples under ${key}:, or set status: draft`,
      ),
    );
  const failing = failedExamples(rule, rules).map(({ list, index, because }) =>
    source.problem(
      ['examples', list, index],
      list === 'match' ? `this example should match: ${because}` : `this example should not match: ${because}`,
      'change the condition or the example, or set status: draft',
    ),
  );
  return [...missing, ...failing];
}

/** Braces in a `because` that stand for nothing we know: staff would read them as they are. */
export function unknownPlaceholders(source: SourcedRule): Problem[] {
  return placeholdersOf(source.rule.because)
    .filter((name) => !PLACEHOLDERS.some((known) => known === name))
    .map((name) => source.problem(['because'], `unknown placeholder “{${name}}”`, didYouMean(name, PLACEHOLDERS)));
}
