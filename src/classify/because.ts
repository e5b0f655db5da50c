// The reason that staff read beside a suggestion: the sentences of its strongest rules, with the numbers of the mail filled in.
import type { Reading } from './reading.ts';

/** What a rule's `because` may hold in braces: the count of parts, and the span of years named. */
export const PLACEHOLDERS = ['parts', 'years'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

const BRACES = /\{([^{}]*)\}/g;
/** Judgement: what an officer takes in at a glance; the rest of the rules show by their evidence. */
const MAX_SENTENCES = 3;
const MAX_CHARACTERS = 400;

/** What stands in braces in a sentence, without them. */
export const placeholdersOf = (because: string): string[] =>
  [...because.matchAll(BRACES)].map((match) => match[1] ?? '');

/** A sentence with its numbers. A mail that names none, where the rule held by other words, has "several". */
export function filled(because: string, reading: Reading): string {
  if (!because.includes('{')) return because;
  const numbers: Record<Placeholder, () => number> = {
    parts: () => reading.parts.length,
    years: () => reading.years(['subject', 'body'])?.years ?? 0,
  };
  return because.replace(BRACES, (written, name: string) => {
    const known = PLACEHOLDERS.find((each) => each === name);
    return known === undefined ? written : String(numbers[known]() || 'several');
  });
}

/** Two or three sentences, strongest first, as one text: none twice, and no more than a glance takes in. */
export function joined(sentences: readonly string[]): string {
  const whole = [...new Set(sentences.map((each) => each.trim().replace(/(?<![.!?…])$/u, '.')))];
  const [first = ''] = whole;
  return whole
    .slice(1, MAX_SENTENCES)
    .reduce((text, next) => (text.length + next.length < MAX_CHARACTERS ? `${text} ${next}` : text), first);
}
