// Turns the rules that matched into probabilities: prior plus weights in log-odds, one calibration line per family.
import * as z from 'zod';
import { logistic } from './logistic.ts';
import { WEIGHTS, type Weight } from './rule.ts';

export const FAMILIES = ['kind', 'regime', 'topic', 'exemption', 'validity', 'flag'] as const;
export type Family = (typeof FAMILIES)[number];

const logOdds = z.number().min(-20).max(20);
const probability = z.number().gt(0).lt(1);
const family = z.strictObject({
  prior: logOdds,
  priors: z.record(z.string(), logOdds).optional(),
  threshold: probability,
  most: z.int().min(1),
  share: probability.optional(),
  slope: z.number().gt(0),
  intercept: z.number(),
});
/** rules/weights.yaml: log-odds, priors, calibration and thresholds, with the date and the counts they were made from. */
export const weightsFile = z.strictObject({
  date: z.iso.date(),
  judged: z.boolean(),
  counts: z.strictObject({ mails: z.int().min(0), decisions: z.int().min(0) }),
  weights: z.record(z.enum(WEIGHTS), logOdds),
  families: z.record(z.enum(FAMILIES), family),
  request: z.strictObject({ alongside: probability, doubt: probability }),
});
export type Weights = z.infer<typeof weightsFile>;

/** A rule that matched, as far as the sum is concerned. */
export interface Vote {
  readonly weight: Weight;
  readonly against: boolean;
}

/** Nothing is certain: confidence never shows as 0 % or 100 %. */
const MOST_CERTAIN = 0.999;

/** How many rules of each weight spoke for an outcome; one that counts against is -1. */
export type Votes = Readonly<Record<Weight, number>>;

export function votesOf(votes: readonly Vote[]): Votes {
  const counts = { weak: 0, moderate: 0, strong: 0, decisive: 0 };
  for (const { weight, against } of votes) counts[weight] += against ? -1 : 1;
  return counts;
}

/** An outcome of a mail, with the rules that spoke. */
export interface Scored {
  readonly family: Family;
  readonly outcome: string;
  readonly votes: Votes;
}

/** The log-odds of an outcome before calibration. */
export function sumOf({ weights, families }: Weights, { family, outcome, votes }: Scored): number {
  const { prior, priors } = families[family];
  return WEIGHTS.reduce((sum, word) => sum + votes[word] * weights[word], priors?.[outcome] ?? prior);
}

/** The probability of an outcome, in (0, 1), from the rules that matched; three decimals. */
export function confidenceOf(weights: Weights, scored: Scored): number {
  const { slope, intercept } = weights.families[scored.family];
  const value = logistic(slope * sumOf(weights, scored) + intercept);
  return Math.round(Math.min(MOST_CERTAIN, Math.max(1 - MOST_CERTAIN, value)) * 1000) / 1000;
}

/** The same from the votes one by one. */
export const confidence = (weights: Weights, family: Family, outcome: string, votes: readonly Vote[]): number =>
  confidenceOf(weights, { family, outcome, votes: votesOf(votes) });
