// The classifier of `natural` that is imported by sub-path, with the counts that it keeps (package apparatus).
declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  export default class BayesClassifier {
    addDocument(words: readonly string[], label: string): void;
    train(): void;
    getClassifications(words: readonly string[]): { label: string; value: number }[];
    /** The words in the order of the features. */
    readonly features: Readonly<Record<string, number>>;
    readonly classifier: {
      /** By label, by the number of a feature: in how many documents it was, and one more. */
      readonly classFeatures: Readonly<Record<string, Readonly<Record<number, number>>>>;
      /** By label: how many documents, and one more. */
      readonly classTotals: Readonly<Record<string, number>>;
      readonly smoothing: number;
    };
  }
}
