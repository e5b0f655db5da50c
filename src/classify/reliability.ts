// Whether confidence holds up: of what was shown at 70 %, about 70 % should have been confirmed.

/** Suggestions of about the same confidence: what was promised, and what came true. */
export interface Bin {
  readonly shown: number;
  readonly least: number;
  readonly most: number;
  /** The mean confidence. */
  readonly said: number;
  /** The share that was confirmed. */
  readonly confirmed: number;
}
export interface Reliability {
  readonly bins: readonly Bin[];
  /** Expected calibration error: the mean distance of `said` and `confirmed`, each bin by its size. Naeini et al. 2015. */
  readonly error: number;
}

/** Judgement: ten bins as is usual, but none with fewer suggestions than tell a third from a half. */
const MOST_BINS = 10;
const LEAST_IN_BIN = 30;

/** A reliability table in bins of equal count. `shown` are (confidence, whether it was right). */
export function reliability(shown: readonly (readonly [confidence: number, right: boolean])[]): Reliability {
  const sorted = [...shown].sort((a, b) => a[0] - b[0]);
  const count = Math.max(1, Math.min(MOST_BINS, Math.floor(sorted.length / LEAST_IN_BIN)));
  const edge = (bin: number): number => Math.floor((bin * sorted.length) / count);
  const bins = Array.from({ length: count }, (_, bin) => sorted.slice(edge(bin), edge(bin + 1)))
    .filter((part) => part.length > 0)
    .map(
      (part): Bin => ({
        shown: part.length,
        least: part[0]?.[0] ?? 0,
        most: part.at(-1)?.[0] ?? 0,
        said: part.reduce((sum, [confidence]) => sum + confidence, 0) / part.length,
        confirmed: part.filter(([, right]) => right).length / part.length,
      }),
    );
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.confirmed) * bin.shown, 0);
  return { bins, error: sorted.length === 0 ? 0 : error / sorted.length };
}
