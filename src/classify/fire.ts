// Runs all rules over one mail, visiting only those that one of its phrases, or the lack of any, can fire.
import { filled } from './because.ts';
import { type CompiledRule, type CompiledRules, NO_RULE } from './compiled.ts';
import { type Sector, TOPIC_PREFIX } from './known.ts';
import { evaluate, holds } from './match.ts';
import { type Reading, readText } from './reading.ts';
import type { Place, Text } from './text.ts';

/** A rule that holds, with the places that made it hold, and its reason with the numbers of this mail. */
export interface Fired {
  readonly rule: CompiledRule;
  /** Worked out when it is asked for, as `because` is: most of what fires is never shown. */
  readonly places: readonly Place[];
  readonly because: string;
}

/** Reads a mail with the phrases of these rules. */
export const read = (text: Text, rules: CompiledRules): Reading => readText(text, rules.book, rules.machine);

/**
 * Every rule that holds, in the order of the rule files; with `sector`, without the topics of other sectors. A rule against a
 * suggestion is asked only when another rule speaks for it.
 */
export function fire(rules: CompiledRules, reading: Reading, sector: Sector | null = null): Fired[] {
  const visited = new Set(rules.always);
  for (const phrase of reading.phrases) for (const index of rules.byPhrase.get(phrase) ?? []) visited.add(index);
  const fired: number[] = [];
  const against: number[] = [];
  const spokenFor = new Set<string>();
  for (const index of visited) {
    const rule = rules.rules[index];
    if (rule === undefined || isOfOther(rule, sector) || rules.suspended.has(rule.rule.id)) continue;
    if (rule.vote.against) against.push(index);
    else if (watched(rules, index, () => holds(rule.test, reading))) {
      fired.push(index);
      spokenFor.add(rule.key);
    }
  }
  for (const index of against) {
    const rule = rules.rules[index];
    if (rule === undefined || !spokenFor.has(rule.key)) continue;
    if (watched(rules, index, () => holds(rule.test, reading))) fired.push(index);
  }
  return fired
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const rule = rules.rules[index];
      return rule === undefined ? [] : [firedOf(rules, index, rule, reading)];
    });
}

const isOfOther = ({ outcome }: CompiledRule, sector: Sector | null): boolean =>
  sector !== null && outcome.family === 'topic' && !outcome.id.startsWith(TOPIC_PREFIX[sector]);

function firedOf(rules: CompiledRules, index: number, rule: CompiledRule, reading: Reading): Fired {
  let places: readonly Place[] | null = null;
  return {
    rule,
    get places() {
      places ??= watched(rules, index, () => evaluate(rule.test, reading)) ?? [];
      return places;
    },
    get because() {
      return filled(rule.rule.because, reading);
    },
  };
}

/** The number of a rule stands in the watch while its condition is evaluated, and not longer. */
function watched<Result>({ watch }: CompiledRules, index: number, work: () => Result): Result {
  if (watch === null) return work();
  Atomics.store(watch, 0, index);
  const result = work();
  Atomics.store(watch, 0, NO_RULE);
  return result;
}
