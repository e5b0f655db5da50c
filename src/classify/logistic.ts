// Ridge logistic regression by cyclic coordinate Newton steps: a few dozen parameters, each pulled towards a judged value.

/** One observation: the values of the parameters it involves (by index), and whether the outcome was right. */
export interface Observation {
  readonly terms: readonly (readonly [parameter: number, value: number])[];
  readonly right: boolean;
}
/** `start` is the judged value; `pull` how strongly the data must speak to leave it (1 / variance of the judgement). */
export interface Parameter {
  readonly start: number;
  readonly pull: number;
  readonly least?: number;
  readonly most?: number;
}

const MAX_SWEEPS = 200;
const SETTLED = 1e-6;

/** The probability of a log-odds sum. */
export const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));

/**
 * The parameters that maximise the likelihood of the observations minus the pull towards their starts, each within its
 * bounds. Convex, so the order of the data does not matter. Linear in the data for each of at most 200 sweeps.
 * Friedman, Hastie and Tibshirani 2010, "Regularization paths for generalized linear models via coordinate descent".
 */
export function fitLogistic(observations: readonly Observation[], parameters: readonly Parameter[]): number[] {
  const values = parameters.map((parameter) => parameter.start);
  const sums = observations.map(({ terms }) =>
    terms.reduce((sum, [index, value]) => sum + (values[index] ?? 0) * value, 0),
  );
  const touching: [number, number][][] = parameters.map(() => []);
  observations.forEach(({ terms }, at) => {
    for (const [index, value] of terms) touching[index]?.push([at, value]);
  });
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let moved = 0;
    for (const [index, parameter] of parameters.entries()) {
      const old = values[index] ?? 0;
      let slope = -parameter.pull * (old - parameter.start);
      let bend = parameter.pull;
      for (const [at, value] of touching[index] ?? []) {
        const chance = logistic(sums[at] ?? 0);
        slope += value * ((observations[at]?.right ? 1 : 0) - chance);
        bend += value * value * chance * (1 - chance);
      }
      const step = bend > 0 ? slope / bend : 0;
      const limited = Math.max(-1, Math.min(1, step)); // a Newton step far from the optimum may overshoot
      const next = Math.min(parameter.most ?? 20, Math.max(parameter.least ?? -20, old + limited));
      if (next === old) continue;
      values[index] = next;
      moved = Math.max(moved, Math.abs(next - old));
      for (const [at, value] of touching[index] ?? []) sums[at] = (sums[at] ?? 0) + (next - old) * value;
    }
    if (moved < SETTLED) break;
  }
  return values;
}
