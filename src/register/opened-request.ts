// Opens the requests of a batch: reference, due date with its sum, links to what they answer, and the mails that joined.
import type { Authority } from '../authority.ts';
import { isOneOf, REGIMES, type Regime } from '../classify/known.ts';
import { platformOf } from '../classify/references.ts';
import { type Due, due } from '../clock/due.ts';
import { REGIME_CLOCKS } from '../clock/regime-clock.ts';
import type { Mail } from '../mail/parse.ts';
import type { Entry } from './entry.ts';
import type { Db } from './event.ts';
import { json } from './filed-mail.ts';
import type { Opening } from './filing.ts';
import { allocate, referenceKey } from './reference.ts';

export interface Opened {
  readonly id: string;
  readonly messageId: string;
  readonly reference: string;
  readonly kind: Opening['kind'];
  readonly regime: Regime;
  /** null: the law sets no date. */
  readonly dueOn: string | null;
}

/** How a request that was opened hangs together with one that was there before. */
export interface Link {
  readonly from_request_id: string;
  readonly to_request_id: string;
  readonly relation: string;
}

/** Opens them, links them, and joins mails to requests that were there before. */
export async function openRequests(tx: Db, entries: readonly Entry[], authority: Authority): Promise<Opened[]> {
  const regimes = await regimesOf(
    tx,
    entries.flatMap(({ filing }) => filing?.links ?? []),
  );
  const wanted = entries.flatMap((entry) =>
    (entry.filing?.opens ?? []).map((opening) => ({ entry, opening: reviewed(opening, entry, regimes) })),
  );
  const opened = await insertRequests(tx, wanted, authority);
  await join(tx, entries, opened);
  return opened;
}

/** A review is held under the regime of the request it reviews. */
function reviewed(opening: Opening, entry: Entry, regimes: ReadonlyMap<string, string>): Opening {
  const regime = regimes.get(entry.filing?.links[0] ?? '') ?? '';
  return opening.kind === 'internal_review' && isOneOf(REGIMES, regime) ? { ...opening, regime } : opening;
}

async function regimesOf(tx: Db, requestIds: readonly string[]): Promise<Map<string, string>> {
  if (requestIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('request')
    .select(['id', 'regime'])
    .where('id', 'in', [...requestIds])
    .execute();
  return new Map(rows.map(({ id, regime }) => [id, regime]));
}

async function insertRequests(
  tx: Db,
  wanted: readonly { entry: Entry; opening: Opening }[],
  authority: Authority,
): Promise<Opened[]> {
  if (wanted.length === 0) return [];
  const references = await allocate(
    tx,
    authority.reference.format,
    wanted.map(({ entry }) => entry.receivedOn),
  );
  const rows = wanted.map(({ entry, opening }, i) => requestRow(entry, opening, references[i] ?? '', authority));
  const inserted = await tx.insertInto('request').values(rows).returning(['id', 'reference']).execute();
  const idOf = new Map(inserted.map(({ id, reference }) => [reference, id]));
  return wanted.map(({ entry, opening }, i) => ({
    id: idOf.get(references[i] ?? '') ?? '',
    messageId: entry.worked.waiting.id,
    reference: references[i] ?? '',
    kind: opening.kind,
    regime: opening.regime,
    dueOn: rows[i]?.due_on ?? null,
  }));
}

function requestRow(entry: Entry, opening: Opening, reference: string, authority: Authority) {
  const mail = entry.worked.outcome === 'unparsable' ? null : entry.worked.mail;
  const clock = clockOf(opening, entry.receivedOn, authority);
  return {
    reference,
    reference_key: referenceKey(reference),
    message_id: entry.worked.waiting.id,
    kind: opening.kind,
    regime: opening.regime,
    also_regimes: [...opening.alsoRegimes],
    ...requesterOf(mail, opening, authority),
    subject: mail?.subject ?? null,
    received_at: entry.worked.waiting.receivedAt,
    received_on: entry.receivedOn,
    due_on: clock.on,
    due_because: clock.because,
    due_days: 'days' in clock ? json(clock.days) : null,
  };
}

/** A regulator's letter sets its own date; of a forwarded request the clock starts at our receipt; some laws know no review. */
function clockOf(
  opening: Opening,
  receivedOn: string,
  authority: Authority,
): Due | { readonly on: null; readonly because: string } {
  if (opening.kind === 'regulator') return { on: null, because: 'the letter itself says by when to answer' };
  const review = opening.kind === 'internal_review';
  const { review: limit } = REGIME_CLOCKS[opening.regime];
  if (review && 'none' in limit) {
    return { on: null, because: 'the law sets no time for this review: an officer sets the date' };
  }
  return due({ regime: opening.regime, receivedOn, division: authority.division, review });
}

/**
 * Of a forwarded request the requester stands in the text, for staff to fill in; the sender is not the requester. A web
 * form of ours puts the requester into Reply-To.
 */
function requesterOf(mail: Mail | null, opening: Opening, { acknowledge: { platforms, webForms } }: Authority) {
  const from = mail?.from[0];
  const isForm = from !== undefined && webForms.includes(from.address.toLowerCase());
  const sender = opening.kind === 'transfer' ? undefined : isForm ? mail?.replyTo[0] : from;
  const configured = platforms.find((domain) => sender?.address.endsWith(`@${domain}`))?.split('.')[0];
  return {
    requester_name: sender?.name || null,
    requester_address: sender?.address ?? null,
    platform: platformOf(sender ?? null) ?? configured ?? null,
  };
}

/** Between what the batch opened and what it is about. */
export const linksOf = (entries: readonly Entry[], opened: readonly Opened[]): Link[] =>
  entries.flatMap(({ worked, filing }) =>
    opened
      .filter(({ messageId }) => messageId === worked.waiting.id)
      .flatMap(({ id }) =>
        (filing?.links ?? []).map((to) => ({
          from_request_id: id,
          to_request_id: to,
          relation: filing?.relation ?? 'follows',
        })),
      ),
  );

async function join(tx: Db, entries: readonly Entry[], opened: readonly Opened[]): Promise<void> {
  const joined = entries.flatMap(({ worked, filing }) =>
    (worked.outcome === 'again' ? worked.of.requestIds : (filing?.joins ?? [])).map((requestId) => ({
      request_id: requestId,
      message_id: worked.waiting.id,
      role: 'joined' as const,
    })),
  );
  const rows = [
    ...opened.map(({ id, messageId }) => ({ request_id: id, message_id: messageId, role: 'opened' as const })),
    ...joined,
  ];
  if (rows.length > 0)
    await tx
      .insertInto('request_message')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const links = linksOf(entries, opened);
  if (links.length > 0)
    await tx
      .insertInto('request_link')
      .values(links)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
