// Runs all rules over one mail, visiting only those that one of its phrases, or the lack of any, can fire.
import { filled } from './because.ts';
import { ANY_SECTOR, type CompiledRule, type CompiledRules, NO_RULE, type Ways } from './compiled.ts';
import { SECTORS, type Sector } from './known.ts';
import { evaluate, holds, isFact } from './match.ts';
import { type Reading, readText } from './reading.ts';
import type { Place, Text } from './text.ts';
import { MAX_SETS, SET_BITS } from './ways.ts';

/** A rule that holds, with the places that made it hold, and its reason with the numbers of this mail. */
export interface Fired {
  readonly rule: CompiledRule;
  /** Worked out when they are asked for: most of what fires is never shown. */
  places(): readonly Place[];
  because(): string;
}

/** Reads a mail with the phrases of these rules. */
export const read = (text: Text, rules: CompiledRules): Reading => readText(text, rules);

/**
 * Every rule that holds, in the order of the rule files; with `sector`, without the topics of other sectors. A rule against a
 * suggestion is asked only when another rule speaks for it.
 */
export function fire(rules: CompiledRules, reading: Reading, sector: Sector | null = null): Fired[] {
  const fired: number[] = [];
  const against: number[] = [];
  const spokenFor = new Set<string>();
  const ask = (index: number): void => {
    const rule = rules.rules[index];
    if (rule === undefined || !watched(rules, index, () => holds(rule.test, reading))) return;
    fired.push(index);
    spokenFor.add(rule.key);
  };
  for (const index of visited(rules, reading, sector))
    if (rules.against[index] === 1) against.push(index);
    else ask(index);
  for (const index of against) if (spokenFor.has(rules.rules[index]?.key ?? '')) ask(index);
  return fired
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const rule = rules.rules[index];
      return rule === undefined ? [] : [firedOf(rules, index, rule, reading)];
    });
}

/** For each way its sets that were met, and for each rule whether it was: all zero between two mails. */
interface Space {
  readonly open: Uint8Array;
  readonly seen: Uint8Array;
}
const spaces = new WeakMap<Ways, Space>();

/** Made once a rule set: to make it for every mail would cost the more, the more rules there are. */
function spaceFor({ ways, rules }: CompiledRules): Space {
  const known = spaces.get(ways);
  if (known !== undefined) return known;
  const space = { open: new Uint8Array(ways.rules.length), seen: new Uint8Array(rules.length) };
  spaces.set(ways, space);
  return space;
}

/** The rules (by index) of a sector that may hold in this mail, each once: those with an open way (see ways.ts). */
export function visited(rules: CompiledRules, reading: Reading, sector: Sector | null): number[] {
  const { ways, sectors, suspended } = rules;
  const { begins, values } = ways.bySign;
  const ours = sector === null ? ANY_SECTOR : SECTORS.indexOf(sector);
  const { open, seen } = spaceFor(rules);
  const begun: number[] = [];
  const met: number[] = [];
  const found: number[] = [];
  const visit = (index: number): void => {
    if (seen[index] === 1) return;
    seen[index] = 1;
    met.push(index);
    const belongs = sectors[index] ?? ANY_SECTOR;
    if (belongs === ANY_SECTOR || ours === ANY_SECTOR || belongs === ours) found.push(index);
  };
  const note = (sign: number): void => {
    const end = begins[sign + 1] ?? 0;
    for (let at = begins[sign] ?? 0; at < end; at++) {
      const way = (values[at] ?? 0) >> SET_BITS;
      if (open[way] === 0) begun.push(way);
      const sets = (open[way] ?? 0) | (1 << ((values[at] ?? 0) & (MAX_SETS - 1)));
      open[way] = sets;
      if (sets === ways.sets[way]) visit(ways.rules[way] ?? 0);
    }
  };
  for (const index of rules.always) visit(index);
  for (const phrase of reading.phrases) note(phrase);
  ways.facts.forEach((fact, index) => {
    if (isFact(fact, reading)) note(ways.firstFact + index);
  });
  for (const way of begun) open[way] = 0;
  for (const index of met) seen[index] = 0;
  return suspended.size === 0 ? found : found.filter((index) => !suspended.has(rules.rules[index]?.rule.id ?? ''));
}

function firedOf(rules: CompiledRules, index: number, rule: CompiledRule, reading: Reading): Fired {
  let found: readonly Place[] | null = null;
  const places = (): readonly Place[] => {
    found ??= watched(rules, index, () => evaluate(rule.test, reading)) ?? [];
    return found;
  };
  return { rule, places, because: () => filled(rule.rule.because, reading) };
}

/** The number of a rule stands in the watch while its condition is evaluated, and not longer. */
function watched<Result>({ watch }: CompiledRules, index: number, work: () => Result): Result {
  if (watch === null) return work();
  Atomics.store(watch, 0, index);
  const result = work();
  Atomics.store(watch, 0, NO_RULE);
  return result;
}
