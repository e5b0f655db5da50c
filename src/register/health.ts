// Whether all is well, in figures and in words: what /healthz and the monitor show.
import { sql } from 'kysely';
import type { Register } from './database.ts';
import { faultInForce, newestVersion } from './rule-set.ts';

export interface Health {
  readonly messagesWaiting: number;
  /** How long the oldest mail waits that could be registered now; one whose next try is later does not count. */
  readonly oldestWaitingSeconds: number;
  readonly messagesParked: number;
  readonly acknowledgementsReady: number;
  readonly acknowledgementsUnknown: number;
  readonly acknowledgementsFailed: number;
  readonly incidents: number;
  readonly rules: { readonly version: string | null; readonly problems: readonly string[] };
  /** What a person must look at; empty: all is well. */
  readonly wrong: readonly string[];
}

/** Judgement: the sweeper rings every ten seconds, so a mail that waits five minutes has nobody to work it. */
const TOO_LONG_SECONDS = 300;

/** A mailbox that should be read, and how often. */
export interface Watched {
  readonly name: string;
  readonly pollSeconds: number;
}

export async function healthOf(db: Register, now: Date, mailboxes: readonly Watched[] = []): Promise<Health> {
  const counted = await sql<Omit<Health, 'rules' | 'wrong'>>`select
    (select count(*)::int from message where state = 'stored') as "messagesWaiting",
    (select greatest(coalesce(extract(epoch from ${now}::timestamptz - min(coalesce(retry_at, stored_at))), 0), 0)::float from message where state = 'stored') as "oldestWaitingSeconds",
    (select count(*)::int from message where state in ('parked', 'unparsable')) as "messagesParked",
    (select count(*)::int from acknowledgement where state in ('ready', 'held', 'sending')) as "acknowledgementsReady",
    (select count(*)::int from acknowledgement where state = 'unknown') as "acknowledgementsUnknown",
    (select count(*)::int from acknowledgement where state = 'failed') as "acknowledgementsFailed",
    (select count(*)::int from incident) as incidents`.execute(db);
  const counts = counted.rows[0];
  if (!counts) throw new Error('the register counted nothing');
  const version = await newestVersion(db);
  const problems = (await faultInForce(db))?.problems ?? [];
  const unsentSince = await oldestUnsent(db, now);
  const wrong = [
    ...(counts.oldestWaitingSeconds > TOO_LONG_SECONDS
      ? [`a mail waits since ${Math.round(counts.oldestWaitingSeconds)} s: is the intake worker running?`]
      : []),
    ...(unsentSince > TOO_LONG_SECONDS
      ? [
          `no acknowledgement left for ${Math.round(unsentSince)} s although one is ready: is the acknowledge worker running?`,
        ]
      : []),
    ...(await unread(db, now, mailboxes)),
    ...(version === null ? ['no rule set was published: is the clock worker running?'] : []),
    ...(problems.length > 0 ? ['the rule files have faults; the last good set stays in force'] : []),
  ];
  return { ...counts, rules: { version, problems }, wrong };
}

/** Mailboxes that were not read to their end lately: an expired password must not go unseen. */
async function unread(db: Register, now: Date, mailboxes: readonly Watched[]): Promise<string[]> {
  if (mailboxes.length === 0) return [];
  const rows = await db
    .selectFrom('folder_position')
    .select((eb) => ['mailbox', eb.fn.max('last_polled_at').as('at')])
    .groupBy('mailbox')
    .execute();
  const readAt = new Map(rows.map(({ mailbox, at }) => [mailbox, at]));
  return mailboxes.flatMap(({ name, pollSeconds }) => {
    const at = readAt.get(name);
    const late = !at || now.getTime() - at.getTime() > 1000 * Math.max(TOO_LONG_SECONDS, 5 * pollSeconds);
    const since = at ? `since ${at.toISOString()}` : 'yet';
    return late ? [`mailbox ${name} was not read ${since}: check its server, user and password`] : [];
  });
}

/** Seconds for which a letter could have been sent and none was begun; a long queue that moves is no fault. */
async function oldestUnsent(db: Register, now: Date): Promise<number> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from ${now}::timestamptz - greatest(
      min(coalesce(retry_at, created_at)), (select max(sending_at) from acknowledgement)))::float as seconds
    from acknowledgement where state in ('ready', 'held') and (retry_at <= ${now} or (state = 'ready' and retry_at is null))`.execute(
    db,
  );
  return rows[0]?.seconds ?? 0;
}
