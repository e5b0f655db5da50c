// Why the rules said what they said of one mail, and which rules nearly spoke: for the officer who writes them.
import type { Classification } from './classify.ts';
import type { CompiledRule, CompiledRules } from './compiled.ts';
import type { Test } from './condition.ts';
import { type Fired, fire, read } from './fire.ts';
import { isTopicOf, type Sector } from './known.ts';
import { describe, evaluate, missingOne } from './match.ts';
import { outcomeKey } from './outcome.ts';
import { quotable } from './quotes.ts';
import type { Reading } from './reading.ts';
import { confidence, FAMILIES } from './score.ts';
import { type Candidate, candidates, type Suggestion, suggestion } from './suggest.ts';
import { type Evidence, fieldsOf, type Text } from './text.ts';

/** A rule that fails for one condition only; `why` says for which, `held` how many others hold. */
export interface Nearly {
  readonly rule: CompiledRule;
  readonly why: string;
  readonly held: number;
}
/** A rule that held, with its words. */
export interface Voice {
  readonly rule: CompiledRule;
  readonly words: readonly Evidence[];
}
/** What was said of one outcome. `confidence` as staff see it; `before`: how likely it is before any rule has spoken. */
export interface SaidOutcome extends Suggestion {
  readonly family: Candidate['family'];
  readonly regime: Candidate['regime'];
  readonly draft: boolean;
  readonly before: number;
  /** Why staff do not see it; null when they do. */
  readonly hidden: string | null;
  readonly speaking: readonly Voice[];
  readonly against: readonly Voice[];
}
export interface Explanation {
  /** Everything that any rule said, drafts as if live, by family; topics of other sectors left out. */
  readonly said: readonly SaidOutcome[];
  /** Rules that count against an outcome for which no rule spoke. */
  readonly idle: readonly Voice[];
  /** The nearest first. */
  readonly nearly: readonly Nearly[];
}

/** Explains what `classify` made of a mail; `text` is what the rules read (`unreferenced`). Visits every rule, unlike `classify`. */
export function explain(text: Text, rules: CompiledRules, result: Classification, sector: Sector): Explanation {
  const reading = read(text, rules);
  const fired = fire(rules, reading);
  const all = candidates(fired, rules.weights, true);
  const said = all.map((each) => saidOutcome(each, text, rules, result));
  const told = new Set(all.flatMap((each) => [...each.speaking, ...each.against]));
  const isOurs = ({ family, id }: SaidOutcome): boolean => family !== 'topic' || isTopicOf(sector, id);
  return {
    said: said.filter(isOurs).sort((a, b) => FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family)),
    idle: fired.filter((each) => !told.has(each)).map((each) => voice(each, text)),
    nearly: nearlyOf(rules, reading, new Set(fired.map((each) => each.rule)), sector),
  };
}

function saidOutcome(each: Candidate, text: Text, rules: CompiledRules, result: Classification): SaidOutcome {
  const { kinds, regimes, topics, exemptions, validity, flags } = result;
  const own = suggestion(each, text);
  const shown = [kinds, regimes, topics, exemptions, validity, flags]
    .flat()
    .find((one) => one.rules.join() === own.rules.join() && (one.id === each.id || each.family === 'regime'));
  const { family, regime, draft } = each;
  return {
    ...own,
    confidence: shown?.confidence ?? each.confidence,
    family,
    regime,
    draft,
    before: confidence(rules.weights, family, outcomeKey(each), []),
    hidden: shown === undefined ? whyHidden(each, rules, result) : null,
    speaking: each.speaking.map((one) => voice(one, text)),
    against: each.against.map((one) => voice(one, text)),
  };
}

function voice({ rule, places }: Fired, text: Text): Voice {
  const fields = fieldsOf(text);
  const words = quotable(places(), fields).map(({ field, start, end }) => ({
    rule: rule.rule.id,
    field,
    start,
    end,
    quote: fields[field].slice(start, end),
  }));
  return { rule, words };
}

function whyHidden(
  { draft, confidence: likely, family, regime }: Candidate,
  { weights }: CompiledRules,
  { regime: main, alsoRegimes }: Classification,
): string {
  if (draft) return 'a draft takes part';
  const { threshold } = weights.families[family];
  if (likely < threshold) return `shown from ${Math.round(threshold * 100)} % on`;
  if (family === 'exemption' && regime !== main && !alsoRegimes.some((law) => law === regime))
    return `it would need the regime ${regime}`;
  return family === 'validity' ? 'nothing is asked for, or others are likelier' : 'others are likelier';
}

/** Topics of another sector are no near miss of ours. */
function nearlyOf(rules: CompiledRules, reading: Reading, held: ReadonlySet<CompiledRule>, sector: Sector): Nearly[] {
  return rules.rules
    .flatMap((rule): Nearly[] => {
      const { family, id } = rule.outcome;
      if (held.has(rule) || rules.suspended.has(rule.rule.id)) return [];
      if (family === 'topic' && !isTopicOf(sector, id)) return [];
      const lacking = missingOne(rule.test, reading);
      return lacking === null ? [] : [{ rule, why: whyNot(lacking, reading), held: holding(rule.test, reading) }];
    })
    .sort(
      (a, b) =>
        b.held - a.held || rules.weights.weights[b.rule.vote.weight] - rules.weights.weights[a.rule.vote.weight],
    );
}

const whyNot = (lacking: Test, reading: Reading): string =>
  lacking.test === 'none'
    ? `is kept silent by ${lacking.of
        .filter((each) => evaluate(each, reading) !== null)
        .map(describe)
        .join(', ')}`
    : `lacks ${describe(lacking)}`;

/** How many of its conditions that find words hold. */
const holding = (test: Test, reading: Reading): number =>
  'of' in test ? test.of.filter((each) => (evaluate(each, reading)?.length ?? 0) > 0).length : 0;

/** What a rule suggests, in words: `exemption foia s.12(1)`. */
export const outcomeName = (rule: Pick<CompiledRule, 'outcome'>): string =>
  `${rule.outcome.family} ${outcomeKey(rule.outcome)}`;
