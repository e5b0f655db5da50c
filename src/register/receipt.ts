// Makes acknowledgements and alerts ready: at most one row for each mail and kind, in the transaction that registers the mail.

import type { Desk, Entry } from './entry.ts';
import type { Db } from './event.ts';
import type { Opened } from './opened-request.ts';

/** Kinds of opened request that are acknowledged by machine; the others are for staff (DESIGN, the table of kinds). */
const ACKNOWLEDGED: ReadonlySet<Opened['kind']> = new Set(['request', 'internal_review']);

/** An acknowledgement or alert that the batch made ready. */
export interface MadeReady {
  readonly id: string;
  readonly messageId: string;
  readonly kind: 'receipt' | 'alert';
}

/**
 * A receipt names every reference with its date: where the law sets none (a review of subject access), staff write it.
 * @returns the entry as it stands after its requests were opened.
 */
export function withDates(entry: Entry, opened: readonly Opened[]): Entry {
  const { worked } = entry;
  const undated = opened.find(
    ({ messageId, kind, dueOn }) => messageId === worked.waiting.id && ACKNOWLEDGED.has(kind) && dueOn === null,
  );
  if (worked.outcome !== 'classified' || !worked.receipt.send || !undated) return entry;
  const because = `the law sets no date for ${undated.reference}: staff set one and write to the requester`;
  return { ...entry, worked: { ...worked, receipt: { send: false, because, human: true } } };
}

/** At most one for each mail that opened something, naming all that it opened. */
export async function readyReceipts(
  tx: Db,
  entries: readonly Entry[],
  opened: readonly Opened[],
  desk: Desk,
): Promise<MadeReady[]> {
  const mine = Map.groupBy(
    opened.filter(({ kind }) => ACKNOWLEDGED.has(kind)),
    ({ messageId }) => messageId,
  );
  const rows = entries.flatMap(({ worked }) => {
    const requests = mine.get(worked.waiting.id);
    if (worked.outcome !== 'classified' || !worked.receipt.send || !requests) return [];
    return [readyRow(worked.waiting.id, 'receipt', worked.receipt.to, requests, desk)];
  });
  return insertReady(tx, rows);
}

/** A mail that may tell of danger is announced to the duty address at once, whatever else becomes of it. */
export async function readyAlerts(tx: Db, entries: readonly Entry[], desk: Desk): Promise<MadeReady[]> {
  const { alertAddress } = desk.authority;
  if (alertAddress === null) return [];
  return insertReady(
    tx,
    entries
      .filter(({ filing }) => filing?.alert)
      .map(({ worked }) => readyRow(worked.waiting.id, 'alert', alertAddress, [], desk)),
  );
}

type Ready = ReturnType<typeof readyRow>;

const readyRow = (
  messageId: string,
  kind: 'receipt' | 'alert',
  to: string,
  requests: readonly Opened[],
  desk: Desk,
) => ({
  message_id: messageId,
  kind,
  to_address: to,
  request_ids: requests.map(({ id }) => id),
  mail_message_id: desk.ackMessageId(requests[0]?.reference ?? `alert ${messageId}`),
});

async function insertReady(tx: Db, rows: readonly Ready[]): Promise<MadeReady[]> {
  if (rows.length === 0) return [];
  const inserted = await tx
    .insertInto('acknowledgement')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['message_id', 'kind']).doNothing())
    .returning(['id', 'message_id as messageId', 'kind'])
    .execute();
  return inserted;
}
