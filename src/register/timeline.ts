// The events that a registered batch leaves behind.

import { type Entry, parkedBecause } from './entry.ts';
import { type Db, type Happened, record } from './event.ts';
import { linksOf, type Opened } from './opened-request.ts';
import type { MadeReady } from './receipt.ts';

/** @param ready the acknowledgements and alerts that the batch made ready. */
export async function recordFiled(
  tx: Db,
  entries: readonly Entry[],
  opened: readonly Opened[],
  ready: readonly MadeReady[],
): Promise<void> {
  const openings = opened.map(
    (request): Happened => ({
      kind: 'opened',
      messageId: request.messageId,
      requestId: request.id,
      data: { kind: request.kind, regime: request.regime },
    }),
  );
  const links = linksOf(entries, opened).map(
    (link): Happened => ({
      kind: 'linked',
      requestId: link.from_request_id,
      data: { to: link.to_request_id, relation: link.relation },
    }),
  );
  const letters = ready.map(
    ({ id, messageId, kind }): Happened => ({ kind: `${kind}-ready`, messageId, acknowledgementId: id }),
  );
  const opens = new Set(opened.map(({ messageId }) => messageId));
  const answered = new Set(ready.filter(({ kind }) => kind === 'receipt').map(({ messageId }) => messageId));
  const filed = entries.flatMap((entry) => [
    ...eventsOf(entry, opens),
    ...(answered.has(entry.worked.waiting.id) ? [] : withheld(entry)),
  ]);
  await record(tx, [...openings, ...links, ...filed, ...letters]);
}

const withheld = ({ worked: { waiting, outcome } }: Entry): Happened[] =>
  outcome === 'classified' ? [{ kind: 'receipt-withheld', messageId: waiting.id }] : [];

function eventsOf(entry: Entry, opens: ReadonlySet<string>): Happened[] {
  const { worked, filing } = entry;
  const messageId = worked.waiting.id;
  if (worked.outcome === 'unparsable') return [{ kind: 'unparsable', messageId }];
  if (worked.outcome === 'again') {
    return [
      { kind: 'delivered-again', messageId, data: { of: worked.of.messageId } },
      ...worked.of.requestIds.map((requestId): Happened => ({ kind: 'joined', messageId, requestId })),
    ];
  }
  const data: Happened['data'] = worked.outcome === 'classified' ? { kind: worked.classification.kind } : {};
  const joined = (filing?.joins ?? []).map((requestId): Happened => ({ kind: 'joined', messageId, requestId, data }));
  const parked = parkedBecause(entry) !== null;
  const filed = joined.length === 0 && !opens.has(messageId) && !parked;
  return [
    ...joined,
    ...(parked ? [{ kind: 'parked' as const, messageId, requestId: filing?.likelyRequestId ?? null }] : []),
    ...(filed ? [{ kind: 'filed' as const, messageId, data }] : []),
  ];
}
