// The mails of which staff decided something, with their words: what weights are fitted to, rules measured by, and models learned from.
import type { Decided } from '../classify/decided.ts';
import type { Text } from '../classify/text.ts';
import { decidedOf, decisionsOn } from './decision.ts';
import type { Db } from './event.ts';
import { storedTexts } from './stored-text.ts';

export interface DecidedMail {
  /** The reference of its request, or `message N`; also `decided.mail`. */
  readonly name: string;
  readonly text: Text;
  readonly decided: Decided;
}

/** Mails of 8 kB each: 2 MB in hand. */
const PAGE = 250;

/** Newest first, in pages. Mails whose words are kept no longer are left out. */
export async function* decidedMails(db: Db): AsyncGenerator<DecidedMail> {
  for (let before: string | null = null; ; ) {
    const ids: string[] = await page(db, before);
    const last = ids.at(-1);
    if (last === undefined) return;
    const rows = Map.groupBy(await decisionsOn(db, ids), (row) => row.message_id);
    const mails: DecidedMail[] = [];
    for await (const texts of storedTexts(db, { ids }))
      for (const { id, name, text } of texts) mails.push({ name, text, decided: decidedOf(name, rows.get(id) ?? []) });
    yield* mails.reverse();
    before = last;
  }
}

async function page(db: Db, before: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('decision')
    .select('message_id')
    .distinct()
    .$if(before !== null, (query) => query.where('message_id', '<', before ?? ''))
    .orderBy('message_id', 'desc')
    .limit(PAGE)
    .execute();
  return rows.map(({ message_id }) => message_id);
}
