// Why the rules said what they said of one mail, and which rules nearly spoke: for the officer who writes them.
import type { Classification } from './classify.ts';
import type { CompiledRule, CompiledRules } from './compiled.ts';
import { fire, read } from './fire.ts';
import { describe, missingOne } from './match.ts';
import { outcomeKey } from './outcome.ts';
import { type Candidate, candidates, type Suggestion, suggestion } from './suggest.ts';
import type { Text } from './text.ts';

/** A rule that lacks one condition only; `lacks` is that condition in words. */
export interface Nearly {
  readonly rule: CompiledRule;
  readonly lacks: string;
}
export interface Explanation {
  /** Everything that any rule said, drafts as if live; `hidden` says why staff do not see it, null when they do. */
  readonly said: readonly (Candidate & Suggestion & { readonly hidden: string | null })[];
  readonly against: readonly CompiledRule[];
  readonly nearly: readonly Nearly[];
}

/** Explains what `classify` made of a mail. Visits every rule, unlike `classify`. */
export function explain(text: Text, rules: CompiledRules, result: Classification): Explanation {
  const reading = read(text, rules);
  const fired = fire(rules, reading);
  const { kinds, regimes, topics, exemptions, validity, flags } = result;
  const shown = [kinds, regimes, topics, exemptions, validity, flags].flat().map((each) => each.rules.join());
  const said = candidates(fired, rules.weights, true).map((each) => ({
    ...each,
    ...suggestion(each, text),
    hidden: shown.includes(each.rules.join()) ? null : whyHidden(each, rules),
  }));
  const held = new Set(fired.map((each) => each.rule));
  const nearly = rules.rules.flatMap((rule): Nearly[] => {
    if (held.has(rule) || rules.suspended.has(rule.rule.id)) return [];
    const lacking = missingOne(rule.test, reading);
    return lacking === null ? [] : [{ rule, lacks: describe(lacking) }];
  });
  return { said, against: fired.map((each) => each.rule).filter((rule) => rule.vote.against), nearly };
}

function whyHidden({ draft, confidence, family }: Candidate, { weights }: CompiledRules): string {
  if (draft) return 'a draft takes part';
  if (confidence < weights.families[family].threshold) return 'too unlikely';
  return 'of another sector or law, or behind likelier ones';
}

/** What a rule suggests, in words: `exemption foia s.12(1)`. */
export const outcomeName = (rule: Pick<CompiledRule, 'outcome'>): string =>
  `${rule.outcome.family} ${outcomeKey(rule.outcome)}`;
