// Turns the rules that matched into probabilities: prior plus weights in log-odds, one calibration line per family.
import * as z from 'zod';
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

/** The probability of an outcome, in (0, 1), from the rules that matched; three decimals. */
export function confidence(weights: Weights, of: Family, outcome: string, votes: readonly Vote[]): number {
  const { prior, priors, slope, intercept } = weights.families[of];
  const sum = votes.reduce(
    (total, vote) => total + (vote.against ? -1 : 1) * weights.weights[vote.weight],
    priors?.[outcome] ?? prior,
  );
  const value = 1 / (1 + Math.exp(-(slope * sum + intercept)));
  return Math.round(Math.min(MOST_CERTAIN, Math.max(1 - MOST_CERTAIN, value)) * 1000) / 1000;
}
