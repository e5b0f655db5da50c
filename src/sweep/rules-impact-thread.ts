// What runs inside a thread of `rules impact`: each mail under the old and the new rules, in full only where they can differ.
import { workerData } from 'piscina';
import { conclude, unreferenced } from '../classify/classify.ts';
import { compileSet } from '../classify/compile.ts';
import type { CompiledRules } from '../classify/compiled.ts';
import type { Office } from '../classify/decided.ts';
import { type Fired, fire, read } from '../classify/fire.ts';
import type { Rule } from '../classify/rule.ts';
import type { RuleSet } from '../classify/rule-set.ts';
import { type Said, saidOf } from '../classify/said.ts';
import type { Text } from '../classify/text.ts';

export interface ImpactData {
  readonly before: RuleSet;
  readonly after: RuleSet;
  readonly office: Office;
}
export interface ImpactTask {
  readonly text: Text;
  /** Somebody decided about it: what both sets say counts, also where they agree. */
  readonly isDecided: boolean;
}
/** Null: no difference, and nobody decided. */
export type Both = { readonly before: readonly Said[]; readonly after: readonly Said[] } | null;

// Checked where it is made: rules-impact.ts gives nothing else.
const data = workerData as ImpactData;

const jsonOf = (rule: Rule): string => JSON.stringify(rule);
const [rulesBefore, rulesAfter] = [
  new Set(data.before.rules.map(({ rule }) => jsonOf(rule))),
  new Set(data.after.rules.map(({ rule }) => jsonOf(rule))),
];
/** The rules of both sets, those that are in both once: a mail is read once for both. */
const all = compileSet({
  ...data.after,
  rules: [...data.after.rules, ...data.before.rules.filter(({ rule }) => !rulesAfter.has(jsonOf(rule)))],
});
const isIn = (set: ReadonlySet<string>): ReadonlySet<unknown> =>
  new Set(all.rules.filter(({ rule }) => set.has(jsonOf(rule))));
const [inBefore, inAfter] = [isIn(rulesBefore), isIn(rulesAfter)];
const changed = changedRules();

export async function compare(tasks: readonly ImpactTask[]): Promise<Both[]> {
  return tasks.map(({ text, isDecided }) => {
    const differs = changed === null || mayDiffer(text, changed);
    if (!differs && !isDecided) return null;
    const reading = read(unreferenced(text, data.office.ourFormat), all);
    const fired = fire(all, reading);
    const under = (set: RuleSet, members: ReadonlySet<unknown>): Said[] => {
      const held: Fired[] = fired.filter(({ rule }) => members.has(rule));
      return saidOf(conclude(text, { reading, fired: held }, set, data.office), all);
    };
    const after = under(data.after, inAfter);
    return { before: differs ? under(data.before, inBefore) : after, after };
  });
}

/** A mail in which no changed rule, neither as it was nor as it is, holds is classified as before. */
const mayDiffer = (text: Text, rules: CompiledRules): boolean =>
  rules.rules.length > 0 && fire(rules, read(unreferenced(text, data.office.ourFormat), rules)).length > 0;

/** Both versions of every rule that differs; null when the weights differ, which touch every mail. */
function changedRules(): CompiledRules | null {
  const { before, after } = data;
  if (JSON.stringify(before.weights) !== JSON.stringify(after.weights)) return null;
  const differs = all.rules.filter((rule) => inBefore.has(rule) !== inAfter.has(rule));
  return compileSet({ ...after, rules: differs });
}
