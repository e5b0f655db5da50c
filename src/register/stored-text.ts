// What rules read of the mails in the register, page by page: subject, body and what intake kept beside them.
import { sql } from 'kysely';
import * as z from 'zod';
import type { Text } from '../classify/text.ts';
import type { Db } from './event.ts';

/** A mail as rules read it; `name` is what a person finds it by: its request's reference, or its number. */
export interface StoredText {
  readonly id: string;
  readonly name: string;
  readonly text: Text;
}

/** Mails of 8 kB each: 4 MB in hand. */
const PAGE = 500;

/** As registration.ts keeps it. What is missing was kept by an earlier version. */
const kept = z.object({
  segments: z.array(
    z.object({
      kind: z.enum(['own', 'quote', 'signature', 'footer', 'disclaimer']),
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
    }),
  ),
  attachmentText: z.string(),
  platform: z.string().nullable(),
  machine: z.object({ kind: z.enum(['bounce', 'automatic']), because: z.string(), sure: z.boolean() }).nullable(),
  threaded: z.boolean(),
  junk: z.boolean(),
});

export interface Which {
  /** Received on that day (YYYY-MM-DD) or later. */
  readonly since?: string;
  readonly id?: string;
  readonly ids?: readonly string[];
}

/** Every mail that intake read and whose words are still kept, oldest first; copies of another mail are left out. */
export async function* storedTexts(db: Db, { since, id, ids }: Which = {}): AsyncGenerator<StoredText[]> {
  for (let after = '0'; ; ) {
    const rows = await page(db, after, { since, ids: ids ?? (id === undefined ? undefined : [id]) });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.flatMap((row) => storedText(row));
    after = last.id;
  }
}

type Row = Awaited<ReturnType<typeof page>>[number];

const page = (
  db: Db,
  after: string,
  { since, ids }: { since: string | undefined; ids: readonly string[] | undefined },
) =>
  db
    .selectFrom('message')
    .select(['id', 'subject', 'body', 'from_name', 'from_address', 'received_on', 'text'])
    .select(
      sql<string | null>`(select reference from request where message_id = message.id order by request.id limit 1)`.as(
        'reference',
      ),
    )
    .where('id', '>', after)
    .where('text', 'is not', null)
    .where('state', 'in', ['registered', 'parked'])
    .$if(since !== undefined, (query) => query.where('received_on', '>=', since ?? ''))
    .$if(ids !== undefined, (query) => query.where('id', 'in', [...(ids ?? [])]))
    .orderBy('id')
    .limit(PAGE)
    .execute();

function storedText(row: Row): StoredText[] {
  const read = kept.safeParse(row.text);
  if (!read.success || row.received_on === null) return [];
  const from = row.from_address === null ? null : { name: row.from_name ?? '', address: row.from_address };
  const text = { subject: row.subject ?? '', body: row.body ?? '', from, receivedOn: row.received_on, ...read.data };
  return [{ id: row.id, name: row.reference ?? `message ${row.id}`, text }];
}
