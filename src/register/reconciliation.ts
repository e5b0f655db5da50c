// Holds the register against itself: every delivery has its message, every message its outcome, every receipt its fate.
import { sql } from 'kysely';
import type { Db } from './event.ts';

/** One line of the books: how many, and whether that many is a fault. */
export interface BookLine {
  readonly what: string;
  readonly count: number;
  /** 'fine' is information, 'look' waits for a person, 'wrong' must not be. */
  readonly verdict: 'fine' | 'look' | 'wrong';
}

const LINES: readonly (readonly [what: string, query: string, verdict: 'fine' | 'look' | 'wrong'])[] = [
  ['deliveries', 'select count(*) from delivery', 'fine'],
  ['messages (different bytes)', 'select count(*) from message', 'fine'],
  [
    'messages without a delivery',
    'select count(*) from message m where not exists (select 1 from delivery d where d.message_id = m.id)',
    'wrong',
  ],
  [
    'messages whose bytes do not have their sha256',
    "select count(*) from message where bytes is not null and encode(sha256(bytes), 'hex') <> sha256",
    'wrong',
  ],
  ['messages that wait for intake', "select count(*) from message where state = 'stored'", 'look'],
  [
    'messages that wait for a person',
    "select count(*) from message where parked_because is not null and state <> 'unparsable'",
    'look',
  ],
  ['messages that could not be read', "select count(*) from message where state = 'unparsable'", 'look'],
  ['requests', 'select count(*) from request', 'fine'],
  [
    'references missing in the count of their year',
    `select coalesce(sum(last), 0) - (select count(*) from request) from reference_counter`,
    'wrong',
  ],
  [
    'receipts that should be ready and are not',
    `select count(*) from message m where receipt_send and exists (select 1 from request r where r.message_id = m.id and r.kind in ('request', 'internal_review')) and not exists (select 1 from acknowledgement a where a.message_id = m.id and a.kind = 'receipt')`,
    'wrong',
  ],
  ['acknowledgements sent', "select count(*) from acknowledgement where state = 'sent'", 'fine'],
  ['acknowledgements on their way', "select count(*) from acknowledgement where state in ('ready', 'sending')", 'fine'],
  ['acknowledgements held back', "select count(*) from acknowledgement where state = 'held'", 'look'],
  ['acknowledgements refused', "select count(*) from acknowledgement where state = 'failed'", 'look'],
  ['acknowledgements of unknown fate', "select count(*) from acknowledgement where state = 'unknown'", 'look'],
  ['incidents in a mailbox', 'select count(*) from incident', 'look'],
];

export async function books(db: Db): Promise<BookLine[]> {
  const lines: BookLine[] = [];
  for (const [what, query, verdict] of LINES) {
    const { rows } = await sql.raw<Record<string, string>>(query).execute(db);
    const count = Number(Object.values(rows[0] ?? {})[0] ?? 0);
    lines.push({ what, count, verdict: count === 0 ? 'fine' : verdict });
  }
  return lines;
}

export function listIncidents(db: Db) {
  return db
    .selectFrom('incident')
    .select(['at', 'mailbox', 'folder', 'uid_validity', 'uid', 'what', 'because'])
    .orderBy('id')
    .execute();
}
