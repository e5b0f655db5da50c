// The events that a registered batch leaves behind.

import type { Entry } from './entry.ts';
import { type Db, type Happened, record } from './event.ts';
import type { Opened } from './opened-request.ts';

export async function recordFiled(tx: Db, entries: readonly Entry[], opened: readonly Opened[]): Promise<void> {
  const openings = opened.map(
    (request): Happened => ({
      kind: 'opened',
      messageId: request.messageId,
      requestId: request.id,
      data: { kind: request.kind, regime: request.regime },
    }),
  );
  const opens = new Set(opened.map(({ messageId }) => messageId));
  await record(tx, [...openings, ...entries.flatMap((entry) => eventsOf(entry, opens))]);
}

function eventsOf({ worked, filing }: Entry, opens: ReadonlySet<string>): Happened[] {
  const messageId = worked.waiting.id;
  if (worked.outcome === 'unparsable') return [{ kind: 'unparsable', messageId }];
  if (worked.outcome === 'again') {
    return [
      { kind: 'delivered-again', messageId, data: { of: worked.of.messageId } },
      ...worked.of.requestIds.map((requestId): Happened => ({ kind: 'joined', messageId, requestId })),
    ];
  }
  const joined = (filing?.joins ?? []).map(
    (requestId): Happened => ({ kind: 'joined', messageId, requestId, data: { kind: worked.classification.kind } }),
  );
  const filed = joined.length === 0 && !opens.has(messageId) && filing?.parked === null;
  return [
    ...joined,
    ...(filing?.parked ? [{ kind: 'parked' as const, messageId, requestId: filing.likelyRequestId }] : []),
    ...(filed ? [{ kind: 'filed' as const, messageId, data: { kind: worked.classification.kind } }] : []),
    { kind: worked.receipt.send && opens.has(messageId) ? 'receipt-ready' : 'receipt-withheld', messageId },
  ];
}
