// What a classification says, outcome by outcome: what two of them are compared by.
import type { Classification } from './classify.ts';
import type { CompiledRules } from './compiled.ts';
import { outcomeKey } from './outcome.ts';
import type { Family } from './score.ts';
import type { Suggestion } from './suggest.ts';

/** `opens`: whether the mail opens a request, which decides about its clock. */
export type SaidFamily = Family | 'opens';

/** One outcome of one mail. `confidence` is null where no rule gave one. */
export interface Said {
  readonly family: SaidFamily;
  /** As in rules and weights.yaml: `chaser`, `foia s.12(1)`. */
  readonly outcome: string;
  readonly confidence: number | null;
  readonly rules: readonly string[];
  readonly quotes: readonly string[];
}

const OPENS = { yes: 'a request', possible: 'a possible request', no: null } as const;

/** Everything that staff are shown. */
export function saidOf(found: Classification, rules: Pick<CompiledRules, 'rules'>): Said[] {
  const all = (family: Family, list: readonly (Suggestion & { regime?: string })[]): Said[] =>
    list.map((each) => ({
      family,
      outcome: each.regime === undefined ? each.id : `${each.regime} ${each.id}`,
      ...wordsOf(each),
    }));
  const routed = (family: Family, ids: readonly string[], list: readonly Suggestion[]): Said[] =>
    ids.map((outcome) => ({ family, outcome, ...wordsOf(list.find(({ id }) => id === outcome)) }));
  const opens = OPENS[found.opens];
  return [
    ...(opens === null ? [] : [{ family: 'opens' as const, outcome: opens, ...wordsOf(found.kinds[0]) }]),
    ...routed('kind', [found.kind, ...found.alsoKinds], found.kinds),
    ...routed('regime', [...(found.regime === null ? [] : [found.regime]), ...found.alsoRegimes], found.regimes),
    ...all('topic', found.topics),
    ...all('exemption', found.exemptions),
    ...all('validity', found.validity),
    ...all('flag', found.flags),
    ...found.silent.flatMap((each) => draftOf(each, rules)),
  ];
}

/** What a draft would have said, under a name of its own. */
function draftOf(each: Suggestion, { rules }: Pick<CompiledRules, 'rules'>): Said[] {
  const rule =
    rules.find((one) => one.draft && one.rule.id === each.rules[0]) ??
    rules.find((one) => one.rule.id === each.rules[0]);
  if (rule === undefined) return [];
  return [{ family: rule.outcome.family, outcome: `${outcomeKey(rule.outcome)} (draft)`, ...wordsOf(each) }];
}

const wordsOf = (said: Suggestion | undefined): Pick<Said, 'confidence' | 'rules' | 'quotes'> => ({
  confidence: said?.confidence ?? null,
  rules: said?.rules ?? [],
  quotes: [...new Set(said?.evidence.map(({ quote }) => quote.replace(/\s+/g, ' ')) ?? [])],
});
