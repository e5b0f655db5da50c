// Feeds the samples on the first start of a bare machine, and shows in a table what was made of them.
import Table from 'cli-table3';
import { receivedAtOf } from '../mail/received.ts';
import type { Register } from '../register/database.ts';
import { arrivalStore, goLive } from '../register/store.ts';
import type { Services } from '../services.ts';
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

/** One row a message: what it is, what it became, and whether it was acknowledged. */
export async function demoTable(db: Register): Promise<string> {
  const rows = await db
    .selectFrom('message')
    .leftJoin('request', 'request.message_id', 'message.id')
    .leftJoin('acknowledgement', (join) =>
      join.onRef('acknowledgement.message_id', '=', 'message.id').on('acknowledgement.kind', '=', 'receipt'),
    )
    .select([
      'message.id',
      'message.subject',
      'message.kind',
      'message.also_kinds',
      'parked_because',
      'reference',
      'regime',
      'due_on',
      'acknowledgement.state as sent',
      'receipt_because',
    ])
    .orderBy('message.id')
    .orderBy('request.id')
    .execute();
  const table = new Table({
    head: ['What came in', 'Kind', 'Reference', 'Regime', 'Due', 'Receipt'],
    colWidths: [38, 17, 15, 8, 12, 34],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    table.push([
      (row.subject ?? '').slice(0, 70),
      [row.kind, ...(row.also_kinds ?? [])].join(', '),
      row.reference ?? '–',
      row.regime ?? '–',
      row.due_on ?? '–',
      row.sent ?? `no: ${(row.parked_because ?? row.receipt_because ?? '').slice(0, 80)}`,
    ]);
  }
  return table.toString();
}
