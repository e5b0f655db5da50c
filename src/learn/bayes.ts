// Naive Bayes over the stems that tell most: trained by `natural`, kept as one weight a stem.
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import type { Document } from './corpus.ts';

/** Judgement: enough to tell a subject, few enough to read; natural's cost grows with them. */
const MOST_WORDS = 150;
/** In every document: natural leaves out documents without words, and counts them then for no class. Weighs exactly 0. */
const ALWAYS = 'mail';

/** Log-odds before any word, and what each stem (by number) adds when it is in the mail. */
export interface Bayes {
  readonly bias: number;
  readonly weights: ReadonlyMap<number, number>;
}
/** A mail and whether staff gave it the label. */
export interface Taught {
  readonly document: Document;
  readonly right: boolean;
}

/** The log-odds of a mail. Summed here: natural multiplies probabilities, which come to 0 for some hundred words. */
export const sumOf = ({ bias, weights }: Bayes, stems: readonly number[]): number =>
  stems.reduce((sum, stem) => sum + (weights.get(stem) ?? 0), bias);

/** @returns no weights at all where there is nothing to tell apart. */
export function train(taught: readonly Taught[], vocabulary: number): Bayes {
  const positives = taught.filter(({ right }) => right).length;
  if (positives === 0 || positives === taught.length) return { bias: 0, weights: new Map() };
  const chosen = telling(taught, vocabulary);
  const natural = new BayesClassifier();
  for (const { document, right } of taught)
    natural.addDocument(
      [ALWAYS, ...document.stems.filter((stem) => chosen.has(stem)).map(String)],
      right ? 'yes' : 'no',
    );
  natural.train();
  const { classFeatures, classTotals, smoothing } = natural.classifier;
  const share = (label: 'yes' | 'no', feature: number): number =>
    (classFeatures[label]?.[feature] ?? smoothing) / (classTotals[label] ?? 1);
  const weights = Object.keys(natural.features).flatMap((word, feature): [number, number][] =>
    word === ALWAYS ? [] : [[Number(word), Math.log(share('yes', feature) / share('no', feature))]],
  );
  return { bias: Math.log((classTotals.yes ?? 1) / (classTotals.no ?? 1)), weights: new Map(weights) };
}

/** The stems whose presence depends most on the answer: Pearson's chi-squared of the fourfold table. */
function telling(taught: readonly Taught[], vocabulary: number): Set<number> {
  const yes = new Float64Array(vocabulary);
  const no = new Float64Array(vocabulary);
  let positives = 0;
  for (const { document, right } of taught) {
    if (right) positives += 1;
    const counts = right ? yes : no;
    for (const stem of document.stems) counts[stem] = (counts[stem] ?? 0) + 1;
  }
  const negatives = taught.length - positives;
  const scored = Array.from(yes, (a, stem) => {
    const b = no[stem] ?? 0;
    const rest = taught.length - a - b;
    const across = a * (negatives - b) - b * (positives - a);
    return { stem, score: a + b === 0 || rest === 0 ? 0 : across ** 2 / ((a + b) * rest) };
  });
  return new Set(
    scored
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.stem - b.stem)
      .slice(0, MOST_WORDS)
      .map(({ stem }) => stem),
  );
}
