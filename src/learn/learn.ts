// Learns every label that has decisions enough, and measures each by cross-validation beside the rules alone.
import type { Decided } from '../classify/decided.ts';
import { fitLogistic } from '../classify/logistic.ts';
import { type Reliability, reliability } from '../classify/reliability.ts';
import { type Bayes, sumOf, type Taught, train } from './bayes.ts';
import { type Corpus, FOLDS } from './corpus.ts';
import { type Label, labelKey, truthOf } from './label.ts';
import { confidenceAt, type LearnedRow, type Model, together } from './model.ts';
import { averagePrecision, gain, type Interval } from './ranking.ts';

/** One order of the decided mails: how well it ranks, and whether its confidence holds. */
interface Measured extends Reliability {
  readonly averagePrecision: number;
}
/** All on mails that were not learned from. `difference` is what `both` gains over the rules alone. */
export interface Evaluation {
  readonly rules: Measured;
  readonly second: Measured;
  readonly both: Measured;
  readonly difference: Interval;
}
export interface Learned extends LearnedRow {
  readonly positives: number;
  readonly negatives: number;
  readonly evaluation: Evaluation;
}
/** A mail's decisions, and how confident the rules were of each label that they suggested (by labelKey). */
export interface Example {
  readonly decided: Decided;
  readonly said: ReadonlyMap<string, number>;
}
interface Case extends Taught {
  /** null: no rule suggested it. */
  readonly said: number | null;
}
type Calibration = Pick<Model, 'slope' | 'intercept'>;

/** Learns one label. `examples` are in the order of the corpus' documents. */
export function learn(label: Label, corpus: Corpus, examples: readonly Example[]): Learned {
  const cases = examples.flatMap(({ decided, said }, at): Case[] => {
    const truth = truthOf(label.family, decided);
    const document = corpus.documents[at];
    if (truth === null || document === undefined) return [];
    return [{ document, right: truth.includes(label.what), said: said.get(labelKey(label)) ?? null }];
  });
  const right = cases.map((each) => each.right);
  const sums = unseenSums(cases, corpus.stems.length);
  const second = crossed(cases, (fold) => {
    const others = calibrated(cases, sums, fold);
    return (_, at) => confidenceAt(others, sums[at] ?? 0);
  });
  const rules = crossed(cases, (fold) => {
    const silent = silentShare(cases.filter(({ document }) => document.fold !== fold));
    return ({ said }) => said ?? silent;
  });
  const both = rules.map((said, at) => together(said, second[at] ?? said));
  const difference = gain(rules, both, right);
  const bayes = train(cases, corpus.stems.length);
  return {
    ...label,
    model: {
      ...named(bayes, corpus.stems),
      ...calibrated(cases, sums, null),
      silent: silentShare(cases),
      bins: binsOf(second, right),
    },
    evaluation: {
      rules: measured(rules, right),
      second: measured(second, right),
      both: measured(both, right),
      difference,
    },
    positives: right.filter((each) => each).length,
    negatives: right.filter((each) => !each).length,
    helps: difference.least > 0 && isTelling(second, right),
  };
}

/** The log-odds of each mail by what was learned from the other folds. */
const unseenSums = (cases: readonly Case[], vocabulary: number): number[] =>
  crossed(cases, (fold) => {
    const bayes = train(
      cases.filter(({ document }) => document.fold !== fold),
      vocabulary,
    );
    return ({ document }) => sumOf(bayes, document.stems);
  });

/** Each case measured by what `learnWithout` its fold gives. */
function crossed(cases: readonly Case[], learnWithout: (fold: number) => (of: Case, at: number) => number): number[] {
  const measures = Array.from({ length: FOLDS }, (_, fold) => learnWithout(fold));
  return cases.map((each, at) => measures[each.document.fold]?.(each, at) ?? 0);
}

/** Judgement: as strong as in the fit of the rules' weights. */
const PULL = 1;

/**
 * Platt scaling of the unseen sums, but those of `fold`: two numbers, for which sums that were learned with that fold do no
 * harm. On sums of mean 0 and deviation 1, for which the fit is quick; a useless classifier comes out flat, at the base rate.
 */
function calibrated(cases: readonly Case[], sums: readonly number[], fold: number | null): Calibration {
  const used = cases.flatMap(({ document, right }, at) =>
    document.fold === fold ? [] : [{ sum: sums[at] ?? 0, right }],
  );
  const mean = used.reduce((total, { sum }) => total + sum, 0) / used.length;
  const deviation = Math.sqrt(used.reduce((total, { sum }) => total + (sum - mean) ** 2, 0) / used.length) || 1;
  const [slope = 0, intercept = 0] = fitLogistic(
    used.map(({ sum, right }) => ({ terms: [[0, (sum - mean) / deviation] as const, [1, 1] as const], right })),
    [
      { start: 0, pull: PULL, least: 0 },
      { start: 0, pull: PULL },
    ],
  );
  return { slope: slope / deviation, intercept: intercept - (slope * mean) / deviation };
}

/**
 * Surely better than lot: else it would pass where the rules happen to be worse than that, and anything beside them is a
 * cure. Of 960 labels decided by lot 2 passed both conditions, and 8 in 480 without this one (on the requests of test/learn).
 */
const isTelling = (scores: readonly number[], right: readonly boolean[]): boolean =>
  gain(
    scores.map(() => 0),
    scores,
    right,
  ).least > 0;

/** Laplace's rule of succession, so that it is never 0. */
function silentShare(cases: readonly Case[]): number {
  const silent = cases.filter(({ said }) => said === null);
  return (silent.filter(({ right }) => right).length + 1) / (silent.length + 2);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Stems in order of their weight, what speaks for the label first. */
const named = ({ bias, weights }: Bayes, stems: readonly string[]): Pick<Model, 'bias' | 'stems'> => ({
  bias,
  stems: [...weights]
    .map(([stem, weight]): [string, number] => [stems[stem] ?? '', rounded(weight)])
    .sort((a, b) => b[1] - a[1]),
});

const shownOf = (scores: readonly number[], right: readonly boolean[]) =>
  scores.map((score, at) => [score, right[at] ?? false] as const);

const measured = (scores: readonly number[], right: readonly boolean[]): Measured => ({
  averagePrecision: rounded(averagePrecision(scores, right)),
  ...reliability(shownOf(scores, right)),
});

const binsOf = (scores: readonly number[], right: readonly boolean[]): Model['bins'] =>
  reliability(shownOf(scores, right)).bins.map(({ least, shown, confirmed }) => ({
    least,
    shown,
    given: Math.round(confirmed * shown),
  }));
