// The decided mails as numbers: which stems each holds, and which mails a fold of the cross-validation leaves out.
import type { Text } from '../classify/text.ts';
import { lots } from './lot.ts';
import { stemsOf } from './stems.ts';

/** A stem that few mails or few people use is a name, or chance; nor may one keen requester teach his own words. Judgement. */
const LEAST_MAILS = 5;
const LEAST_SENDERS = 3;
/** Bounds memory; the most used stems stay. Judgement. */
const MOST_STEMS = 5000;
/** Judgement: five parts, as is usual in cross-validation. */
export const FOLDS = 5;

/** A mail as a classifier sees it: numbers of stems, and the fold in which it is not learned from. */
export interface Document {
  readonly stems: readonly number[];
  readonly fold: number;
}
export interface Corpus {
  readonly stems: readonly string[];
  readonly documents: readonly Document[];
}

/** Mails of one sender are in one fold, drawn by lot: he writes alike, and would be recognised instead of what he asks for. */
export function corpusOf(texts: readonly Text[]): Corpus {
  const senders = new Map<string, number>();
  const read = texts.map((text, index) => {
    const sender = text.from?.address ?? `nobody ${index}`;
    if (!senders.has(sender)) senders.set(sender, senders.size);
    return { stems: [...stemsOf(text).keys()], sender: senders.get(sender) ?? 0 };
  });
  const uses = new Map<string, { mails: number; by: Set<number> }>();
  for (const { stems, sender } of read)
    for (const stem of stems) {
      const use = uses.get(stem) ?? { mails: 0, by: new Set() };
      uses.set(stem, use);
      use.mails += 1;
      if (use.by.size < LEAST_SENDERS) use.by.add(sender);
    }
  const stems = [...uses]
    .filter(([, { mails, by }]) => mails >= LEAST_MAILS && by.size >= LEAST_SENDERS)
    .sort(([a, { mails: as }], [b, { mails: bs }]) => bs - as || (a < b ? -1 : 1))
    .slice(0, MOST_STEMS)
    .map(([stem]) => stem);
  const lot = lots();
  const folds = Array.from(senders, () => Math.floor(lot() * FOLDS));
  const numbers = new Map(stems.map((stem, number) => [stem, number]));
  return {
    stems,
    documents: read.map((mail) => ({
      stems: mail.stems.flatMap((stem) => numbers.get(stem) ?? []),
      fold: folds[mail.sender] ?? 0,
    })),
  };
}
