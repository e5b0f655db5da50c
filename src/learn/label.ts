// What can be learned: topics, sections of exemptions, and the regimes that requesters seldom name.
import { type Decided, sectionOf } from '../classify/decided.ts';

export const LEARNED_FAMILIES = ['regime', 'topic', 'exemption'] as const;
export type LearnedFamily = (typeof LEARNED_FAMILIES)[number];

/** A question that a classifier answers with yes or no. `what` is a topic, a regime, or a section (s.40 for s.40(2)). */
export interface Label {
  readonly family: LearnedFamily;
  readonly what: string;
}
export const labelKey = ({ family, what }: Label): string => `${family} ${what}`;

/** Fewer decisions of a kind teach nothing that holds (issue: at least 30 positive ones). Of the negative ones: Judgement. */
export const POSITIVES_NEEDED = 30;
const NEGATIVES_NEEDED = 30;

/** The Acts are what remains when no special law applies, so there is nothing to learn about them. */
const isSpecial = (regime: string): boolean => regime !== 'foia' && regime !== 'foisa';

/** What staff said of a mail within a family; null when they decided nothing about it. */
export function truthOf(family: LearnedFamily, decided: Decided): readonly string[] | null {
  switch (family) {
    case 'regime':
      return decided.regimes?.filter(isSpecial) ?? null;
    case 'topic':
      return decided.topics ?? null;
    case 'exemption':
      return decided.exemptions?.map(sectionOf) ?? null;
  }
}

/** The labels with decisions enough, in order of their names. */
export function trainable(all: readonly Decided[]): Label[] {
  return LEARNED_FAMILIES.flatMap((family) => {
    const truths = all.flatMap((decided) => {
      const truth = truthOf(family, decided);
      return truth === null ? [] : [new Set(truth)];
    });
    const given = new Map<string, number>();
    for (const truth of truths) for (const what of truth) given.set(what, (given.get(what) ?? 0) + 1);
    return [...given]
      .filter(([, times]) => times >= POSITIVES_NEEDED && truths.length - times >= NEGATIVES_NEEDED)
      .map(([what]) => ({ family, what }))
      .sort((a, b) => (a.what < b.what ? -1 : 1));
  });
}
