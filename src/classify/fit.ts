// Fits what the four words of a weight are worth, one prior per outcome and one calibration per family, to decided mails.
import { fitLogistic, type Observation, type Parameter } from './logistic.ts';
import { WEIGHTS } from './rule.ts';
import { confidenceOf, FAMILIES, type Family, type Scored, sumOf, type Weights } from './score.ts';

/** One outcome of one mail for which at least one rule spoke, and whether staff confirmed it. */
export interface Case extends Scored {
  readonly mail: string;
  readonly right: boolean;
}

/**
 * Judgement, tried on 200 requests that nobody had fitted to: with words that follow some 1,000 decisions freely, the owner of
 * a topic came first for 4 in 100 fewer of them. It takes many thousand decisions to move a word by half.
 */
const PULL_OF_WORDS = 1000;
/** Judgement: an outcome with some tens of decisions goes by them, one with a few stays near its judged prior. */
const PULL_OF_PRIORS = 10;
const PULL_OF_CALIBRATION = 1;
/** Judgement: so many confirmed and so many rejected suggestions, of more than one outcome, before a family is fitted. */
export const CASES_NEEDED = 30;
/** Judgement: five parts, as is usual in cross-validation. */
const FOLDS = 5;

/** The families that have decisions enough to be fitted. */
export const fittable = (cases: readonly Case[]): Family[] =>
  FAMILIES.filter((family) => {
    const own = cases.filter((each) => each.family === family);
    const right = own.filter((each) => each.right);
    const outcomes = new Set(right.map((each) => each.outcome)).size;
    return right.length >= CASES_NEEDED && own.length - right.length >= CASES_NEEDED && outcomes > 1;
  });

/**
 * New weights from decided cases; a family without enough of them keeps its judged values, on the scale of the new words.
 * Calibrated on mails that the words and priors were not fitted to. `on` is the date (YYYY-MM-DD) that goes into the file.
 */
export function fitWeights(judged: Weights, cases: readonly Case[], on: string): Weights {
  const families = fittable(cases);
  const used = cases.filter((each) => families.includes(each.family));
  if (used.length === 0) return judged;
  const words = wordsAndPriors(judged, used);
  const unseen = crossed(used, (training) => wordsAndPriors(judged, training), sumOf);
  return {
    ...words,
    date: on,
    judged: false,
    counts: { mails: new Set(used.map((each) => each.mail)).size, decisions: used.length },
    families: eachFamily(words, (family) => {
      const own = unseen.filter(([each]) => each.family === family);
      const { slope } = judged.families[family];
      return families.includes(family) ? calibration(own) : { slope: round(slope * scale(judged, words)) };
    }),
  };
}

/** Each case with the confidence that weights fitted to the other mails give it: what `fitWeights` is worth on unseen mail. */
export const crossValidated = (judged: Weights, cases: readonly Case[], on: string): [Case, number][] =>
  crossed(cases, (training) => fitWeights(judged, training, on), confidenceOf);

/** Splits the mails into parts, learns from all parts but one, and measures the cases of that one. */
function crossed(
  cases: readonly Case[],
  learn: (training: readonly Case[]) => Weights,
  measure: (weights: Weights, of: Case) => number,
): [Case, number][] {
  const mails = [...new Set(cases.map((each) => each.mail))].sort();
  const part = new Map(mails.map((mail, index) => [mail, index % FOLDS]));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const weights = learn(cases.filter((each) => part.get(each.mail) !== fold));
    return cases
      .filter((each) => part.get(each.mail) === fold)
      .map((each): [Case, number] => [each, measure(weights, each)]);
  }).flat();
}

const eachFamily = (
  weights: Weights,
  of: (family: Family) => Partial<Weights['families'][Family]>,
): Weights['families'] => ({
  ...weights.families,
  ...Object.fromEntries(FAMILIES.map((family) => [family, { ...weights.families[family], ...of(family) }])),
});

/** By what the judged words are multiplied to mean the same on the new scale. */
const scale = (judged: Weights, fitted: Weights): number => judged.weights.moderate / fitted.weights.moderate;

const keyOf = ({ family, outcome }: Pick<Case, 'family' | 'outcome'>): string => `${family}\n${outcome}`;

function wordsAndPriors(judged: Weights, cases: readonly Case[]): Weights {
  const outcomes = [...new Map(cases.map((each) => [keyOf(each), each])).values()];
  const at = new Map(outcomes.map((each, index) => [keyOf(each), WEIGHTS.length + index]));
  const parameters: Parameter[] = [
    ...WEIGHTS.map((word) => ({ start: judged.weights[word], pull: PULL_OF_WORDS, least: 0.1 })),
    ...outcomes.map(({ family, outcome }) => {
      const { prior, priors } = judged.families[family];
      return { start: priors?.[outcome] ?? prior, pull: PULL_OF_PRIORS };
    }),
  ];
  const values = fitLogistic(
    cases.map((each): Observation => {
      const votes = WEIGHTS.map((word, index): [number, number] => [index, each.votes[word]]);
      return { terms: [...votes.filter(([, count]) => count !== 0), [at.get(keyOf(each)) ?? 0, 1]], right: each.right };
    }),
    parameters,
  );
  const priorsOf = (family: Family): Record<string, number> =>
    Object.fromEntries(
      outcomes
        .filter((each) => each.family === family)
        .map((each) => [each.outcome, round(values[at.get(keyOf(each)) ?? 0] ?? 0)]),
    );
  const rising = values.slice(0, WEIGHTS.length).sort((a, b) => a - b);
  return {
    ...judged,
    weights: { ...judged.weights, ...Object.fromEntries(WEIGHTS.map((word, at) => [word, round(rising[at] ?? 0)])) },
    families: eachFamily(judged, (family) => ({ priors: { ...judged.families[family].priors, ...priorsOf(family) } })),
  };
}

/** Platt scaling: slope and intercept over the sums. Platt 1999, "Probabilistic outputs for support vector machines". */
function calibration(sums: readonly [Case, number][]): { slope: number; intercept: number } {
  const [slope = 1, intercept = 0] = fitLogistic(
    sums.map(
      ([{ right }, sum]): Observation => ({
        terms: [
          [0, sum],
          [1, 1],
        ],
        right,
      }),
    ),
    [
      { start: 1, pull: PULL_OF_CALIBRATION, least: 0.05 },
      { start: 0, pull: PULL_OF_CALIBRATION },
    ],
  );
  return { slope: round(slope), intercept: round(intercept) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
