// Why the rules said what they said of one mail, and which rules nearly spoke: for the officer who writes them.
import type { CompiledRule, CompiledRules } from './compiled.ts';
import { fire, read } from './fire.ts';
import { describe, missingOne } from './match.ts';
import { outcomeKey } from './outcome.ts';
import { type Candidate, candidates } from './suggest.ts';
import type { Text } from './text.ts';

/** A rule that lacks one condition only; `lacks` is that condition in words. */
export interface Nearly {
  readonly rule: CompiledRule;
  readonly lacks: string;
}
export interface Explanation {
  /** Everything that any rule said, also what is too unlikely to be shown; drafts count as if live. */
  readonly said: readonly (Candidate & { readonly shown: boolean })[];
  readonly against: readonly CompiledRule[];
  readonly nearly: readonly Nearly[];
}

/** Explains one mail. Visits every rule, unlike `classify`. */
export function explain(text: Text, rules: CompiledRules): Explanation {
  const reading = read(text, rules);
  const fired = fire(rules, reading);
  const { families } = rules.weights;
  const said = candidates(fired, text, rules.weights, true).map((each) => ({
    ...each,
    shown: !each.draft && each.confidence >= families[each.family].threshold,
  }));
  const held = new Set(fired.map((each) => each.rule));
  const nearly = rules.rules.flatMap((rule): Nearly[] => {
    if (held.has(rule) || rules.suspended.has(rule.rule.id)) return [];
    const lacking = missingOne(rule.test, reading);
    return lacking === null ? [] : [{ rule, lacks: describe(lacking) }];
  });
  return { said, against: fired.map((each) => each.rule).filter((rule) => rule.vote.against), nearly };
}

/** What a rule suggests, in words: `exemption foia s.12(1)`. */
export const outcomeName = (rule: Pick<CompiledRule, 'outcome'>): string =>
  `${rule.outcome.family} ${outcomeKey(rule.outcome)}`;
