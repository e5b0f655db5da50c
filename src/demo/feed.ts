// Feeds the samples on the first start of a bare machine, and shows in a table what was made of them.
import { receivedAtOf } from '../mail/received.ts';
import type { Register } from '../register/database.ts';
import { arrivalStore, goLive } from '../register/store.ts';
import type { Services } from '../services.ts';
import { table } from '../table.ts';
import { samples } from './samples.ts';

const SOURCE = 'samples';
const LOOK_EVERY_MS = 100;

/** @returns false when this register was fed before: a second start adds nothing. */
export async function feedSamples({ db, ring }: Services, today: Date): Promise<boolean> {
  const before = await db.selectFrom('mailbox').select('source').where('source', '=', SOURCE).executeTakeFirst();
  if (before) return false;
  const store = arrivalStore(db, (messageIds) => void ring({ intake: messageIds }));
  await store.store(
    samples(today).map(({ bytes }) => ({
      source: SOURCE,
      bytes,
      receivedAt: receivedAtOf(bytes, today),
      place: null,
      envelopeFrom: null,
      envelopeTo: [],
      junk: false,
    })),
  );
  await goLive(db, SOURCE, new Date(0), today);
  await settled(db);
  return true;
}

/** Until every sample is registered and every acknowledgement has its fate. */
async function settled(db: Register): Promise<void> {
  for (;;) {
    const { open } = await db
      .selectNoFrom((eb) => [
        eb
          .or([
            eb.exists(eb.selectFrom('message').select('id').where('state', '=', 'stored')),
            eb.exists(eb.selectFrom('acknowledgement').select('id').where('state', 'in', ['ready', 'sending'])),
          ])
          .as('open'),
      ])
      .executeTakeFirstOrThrow();
    if (!open) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** One row a request, or a mail that opened none: what it is, what it became, and whether it was acknowledged. */
export async function demoTable(db: Register): Promise<string> {
  const rows = await db
    .selectFrom('message')
    .leftJoin('request', 'request.message_id', 'message.id')
    .leftJoin('request_message', (join) =>
      join.onRef('request_message.message_id', '=', 'message.id').on('request_message.role', '=', 'joined'),
    )
    .leftJoin('request as joined', 'joined.id', 'request_message.request_id')
    .leftJoin('acknowledgement', (join) =>
      join.onRef('acknowledgement.message_id', '=', 'message.id').on('acknowledgement.kind', '=', 'receipt'),
    )
    .select([
      'message.subject',
      'message.kind',
      'message.also_kinds',
      'message.parked_because',
      'request.reference',
      'request.regime',
      'request.due_on',
      'joined.reference as joined',
      'acknowledgement.state as sent',
      'message.receipt_because',
    ])
    .orderBy('message.id')
    .orderBy('request.id')
    .execute();
  const joins = (reference: string | null): string => (reference === null ? '–' : `→ ${reference}`);
  return table(
    ['What came in', 'Kind', 'Reference', 'Law', 'Due', 'Acknowledged'],
    rows.map((row) => [
      row.subject ?? '',
      [row.kind, ...(row.also_kinds ?? [])].join(', '),
      row.reference ?? joins(row.joined),
      row.regime ?? '–',
      row.due_on ?? '–',
      row.sent ?? `no: ${row.parked_because ?? row.receipt_because ?? ''}`,
    ]),
    [0, 15, 15, 5, 10, 0],
  );
}
