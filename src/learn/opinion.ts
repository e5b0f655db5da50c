// The second opinion on a mail: what decisions of staff on others like it say, beside the rules and never instead of them.

import * as z from 'zod';
import type { Classification } from '../classify/classify.ts';
import { fieldsOf, type Place, type Text } from '../classify/text.ts';
import { LEARNED_FAMILIES, labelKey } from './label.ts';
import { confidenceAt, type LearnedRow, type Model, together } from './model.ts';
import { saidOf } from './said.ts';
import { stemsOf } from './stems.ts';

/** As it is kept beside the mail. */
export const secondOpinion = z.object({
  family: z.enum(LEARNED_FAMILIES),
  /** A topic, a regime, or the section of an exemption. */
  id: z.string(),
  confidence: z.number(),
  because: z.string(),
  /** Those that spoke most for it: `fields[field].slice(start, end) === quote`, UTF-16 units. */
  words: z.array(
    z.object({ field: z.enum(['subject', 'body']), start: z.number(), end: z.number(), quote: z.string() }),
  ),
  /** By what its suggestion is put in order; null: by the rules alone, for this opinion was not shown to help. */
  order: z.number().nullable(),
  /** No rule suggested it. */
  only: z.boolean(),
});
export type SecondOpinion = z.infer<typeof secondOpinion>;

/** Gives a second opinion; nothing for a mail that no model has anything to say of. Takes far less than a millisecond. */
export type Opine = (text: Text, found: Classification) => SecondOpinion[];

/** What no rule suggests is only said when it is likelier than not. Judgement. */
const LEAST_ALONE = 0.5;
const MOST_QUOTED = 5;
/** No person asks for anything in them. */
const FROM_MACHINES: ReadonlySet<Classification['kind']> = new Set(['automatic', 'bounce', 'spam']);

/** Makes models ready: one look-up a word, however many labels there are. */
export function opine(rows: readonly LearnedRow[]): Opine {
  const weights = new Map<string, [label: number, weight: number][]>();
  rows.forEach(({ model }, label) => {
    for (const [stem, weight] of model.stems) {
      const of = weights.get(stem);
      if (of) of.push([label, weight]);
      else weights.set(stem, [[label, weight]]);
    }
  });
  return (text, found) => {
    if (rows.length === 0 || FROM_MACHINES.has(found.kind)) return [];
    const read = stemsOf(text);
    const sums = Float64Array.from(rows, ({ model }) => model.bias);
    for (const stem of read.keys()) {
      const of = weights.get(stem);
      if (of !== undefined) for (const [label, weight] of of) sums[label] = (sums[label] ?? 0) + weight;
    }
    const said = saidOf(found);
    return rows.flatMap((row, label): SecondOpinion[] => {
      const rules = said.get(labelKey(row)) ?? null;
      const confidence = confidenceAt(row.model, sums[label] ?? 0);
      if (rules === null && !(row.helps && confidence >= LEAST_ALONE)) return [];
      return [
        {
          family: row.family,
          id: row.what,
          confidence,
          because: becauseOf(row.model, confidence),
          words: quoted(row.model, read, text),
          order: row.helps ? together(rules ?? row.model.silent, confidence) : null,
          only: rules === null,
        },
      ];
    });
  };
}

/** The decided mails that looked about as likely, and in how many of them staff gave it. */
function becauseOf({ bins }: Model, confidence: number): string {
  const bin = bins.findLast(({ least }) => least <= confidence) ?? bins[0];
  return bin === undefined
    ? 'learned from decisions of staff'
    : `staff gave this to ${bin.given} of the ${bin.shown} decided mails that read about as much like it`;
}

/** Stems are kept in order of their weight. */
function quoted({ stems }: Model, read: ReadonlyMap<string, Place>, text: Text): SecondOpinion['words'] {
  const fields = fieldsOf(text);
  const words: SecondOpinion['words'] = [];
  for (const [stem, weight] of stems) {
    if (weight <= 0 || words.length === MOST_QUOTED) break;
    const place = read.get(stem);
    if (place === undefined || (place.field !== 'subject' && place.field !== 'body')) continue;
    const { field, start, end } = place;
    words.push({ field, start, end, quote: fields[field].slice(start, end) });
  }
  return words;
}
