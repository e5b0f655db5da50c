// How well an order of mails puts those first to which staff gave a label, and whether one order is surely better than another.
import { lots } from './lot.ts';

/** Judgement: a thousand draws tell the ends of a 99 % interval well enough. */
const DRAWS = 1000;
/** Judgement: some forty labels are asked every night, so that 95 % would let a useless one through on most of them. */
const CERTAINTY = 0.99;

export interface Interval {
  /** The difference on all mails, and the ends of its interval. */
  readonly of: number;
  readonly least: number;
  readonly most: number;
}

/** Mails by falling score. Equal ones by lot: an order that is none must look neither better nor worse than chance. */
function order(scores: readonly number[]): number[] {
  const lot = lots();
  const drawn = scores.map(() => lot());
  return scores
    .map((_, mail) => mail)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (drawn[a] ?? 0) - (drawn[b] ?? 0));
}

/** Average precision of an order in which each mail stands so many `times`. 0 when none is right. */
function precisionOf(ordered: readonly number[], right: readonly boolean[], times: Int32Array): number {
  let seen = 0;
  let hits = 0;
  let sum = 0;
  for (const mail of ordered) {
    const count = times[mail] ?? 0;
    if (count === 0) continue;
    seen += count;
    if (!right[mail]) continue;
    hits += count;
    sum += (count * hits) / seen;
  }
  return hits === 0 ? 0 : sum / hits;
}

/** Area under precision by recall, as a mean over the mails that are right (Manning, Raghavan and Schütze 2008, 8.4). */
export const averagePrecision = (scores: readonly number[], right: readonly boolean[]): number =>
  precisionOf(order(scores), right, new Int32Array(scores.length).fill(1));

/** By how much the second order is better, with the interval of a paired bootstrap over mails (Efron 1979). */
export function gain(first: readonly number[], second: readonly number[], right: readonly boolean[]): Interval {
  const [from, to] = [order(first), order(second)];
  const once = new Int32Array(right.length).fill(1);
  const lot = lots();
  const drawn = Array.from({ length: DRAWS }, () => {
    const times = new Int32Array(right.length);
    for (let mail = 0; mail < right.length; mail++) {
      const at = Math.floor(lot() * right.length);
      times[at] = (times[at] ?? 0) + 1;
    }
    return precisionOf(to, right, times) - precisionOf(from, right, times);
  }).sort((a, b) => a - b);
  const tail = Math.floor(((1 - CERTAINTY) / 2) * DRAWS);
  return {
    of: precisionOf(to, right, once) - precisionOf(from, right, once),
    least: drawn[tail] ?? 0,
    most: drawn[DRAWS - 1 - tail] ?? 0,
  };
}
