// The second opinions that intake kept beside a mail, and what they do to the order of its suggestions.
import * as z from 'zod';
import { sectionOf } from '../classify/decided.ts';
import { type SecondOpinion, secondOpinion } from '../learn/opinion.ts';
import type { Db } from './event.ts';

const kept = z.object({ secondOpinions: z.array(secondOpinion) });

/** In the order in which intake gave them; none of a mail that was filed by an earlier version. */
export async function secondOpinionsOn(db: Db, messageId: string): Promise<SecondOpinion[]> {
  const row = await db.selectFrom('message').select('classification').where('id', '=', messageId).executeTakeFirst();
  const read = kept.safeParse(row?.classification);
  return read.success ? read.data.secondOpinions : [];
}

/** A suggestion as it is stored: its family by the name of the list it stood in. */
interface Row {
  readonly family: string;
  readonly what: string;
  readonly confidence: number;
}
const LISTS = { regime: 'regimes', topic: 'topics', exemption: 'exemptions' } as const;

/** Best first: by the rules' confidence, and by both opinions where the second was shown to help. */
export function inOrder<Suggestion extends Row>(
  rows: readonly Suggestion[],
  opinions: readonly SecondOpinion[],
): Suggestion[] {
  const rank = ({ family, what, confidence }: Row): number => {
    const second = opinions.find(
      (one) => LISTS[one.family] === family && one.id === (one.family === 'exemption' ? sectionOf(what) : what),
    );
    return second?.order ?? confidence;
  };
  return rows
    .map((row) => ({ row, rank: rank(row) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ row }) => row);
}
