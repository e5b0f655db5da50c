// What was learned of one label, as the register keeps it; and how likely it makes a mail.
import * as z from 'zod';
import { logistic } from '../classify/logistic.ts';
import { LEARNED_FAMILIES } from './label.ts';

/** Of stems and numbers only: no mail can be put together from it again. */
export const model = z.object({
  /** Log-odds before any word, and what each stem adds. */
  bias: z.number(),
  stems: z.array(z.tuple([z.string(), z.number()])),
  /** Probability = logistic(slope * sum + intercept). */
  slope: z.number(),
  intercept: z.number(),
  /** How often staff gave the label to a mail of which no rule suggested it. */
  silent: z.number(),
  /** Of decided mails, by how likely each looked without having been learned from: in how many of them staff gave it. */
  bins: z.array(z.object({ least: z.number(), shown: z.number(), given: z.number() })),
});
export type Model = z.infer<typeof model>;

/** A label's model, and whether its opinion may change an order. */
export const learnedRow = z.object({ family: z.enum(LEARNED_FAMILIES), what: z.string(), model, helps: z.boolean() });
export type LearnedRow = z.infer<typeof learnedRow>;

/** Nothing is certain: as the rules' confidence. */
const MOST_CERTAIN = 0.999;
const bounded = (value: number): number =>
  Math.round(Math.min(MOST_CERTAIN, Math.max(1 - MOST_CERTAIN, value)) * 1000) / 1000;

export const confidenceAt = ({ slope, intercept }: Pick<Model, 'slope' | 'intercept'>, sum: number): number =>
  bounded(logistic(slope * sum + intercept));

const logOdds = (probability: number): number => Math.log(probability / (1 - probability));

/** The rules' and the second opinion in one: the mean of their log-odds. */
export const together = (rules: number, second: number): number =>
  bounded(logistic((logOdds(rules) + logOdds(second)) / 2));
