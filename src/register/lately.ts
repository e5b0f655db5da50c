// Counts what was sent a short while ago, for the limits and the breaker of loops; one letter to a domain at a time.
import { type Selectable, sql } from 'kysely';
import type { Db } from './event.ts';
import type { Tables } from './tables.ts';

type Letter = Pick<Selectable<Tables['acknowledgement']>, 'id' | 'message_id' | 'to_address'>;

/** Letters that left, or may have, within a window that ends now: how many, and when the oldest of them did. */
export interface Count {
  readonly letters: number;
  readonly oldestAt: Date | null;
}

/** Receipts sent before this one, for the limits of DESIGN section 5. */
export interface Counts {
  /** To this address, and to those that differ from it by a tag or a number only, in the last day. */
  readonly address: Count;
  /** To any address of this domain, in the last hour. */
  readonly domain: Count;
  /**
   * Mails received from this address (and those like it), the present one included, after the oldest receipt to it of the
   * last ten minutes; 0 when there was no such receipt. A mail through a web form counts for the requester it names.
   */
  readonly mailsSinceReceipt: number;
  /**
   * Mails of this domain under one name, the present one included, each of which was acknowledged within the last ten
   * minutes and came after, and within two minutes of, the receipt for the one before. 0 where numbers tell people apart.
   */
  readonly mailsInTurn: number;
}

export interface Lately {
  /** @param numbersTellApart two addresses that differ by a number belong to two people (a platform, a mail provider). */
  receipts(numbersTellApart: boolean): Promise<Counts>;
  /** Alerts to this address in the last hour. */
  alerts(): Promise<Count>;
}

/** Of the advisory lock of a domain; beside SENDER_LOCK. */
const COUNT_LOCK = 0x666f6a;
const MINUTE_MS = 60_000;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
const left = sql`acknowledgement.state in ('sending', 'sent', 'unknown')`;

/** Waits for other letters to the same domain to be counted, until `tx` ends. */
const alone = (tx: Db, { to_address }: Letter) =>
  sql`select pg_advisory_xact_lock(${COUNT_LOCK}::int, hashtext(${domainOf(to_address)}))`.execute(tx);

export function latelyOf(tx: Db, letter: Letter, now: Date): Lately {
  const ago = (minutes: number): Date => new Date(now.getTime() - minutes * MINUTE_MS);
  return {
    async receipts(numbersTellApart) {
      await alone(tx, letter);
      const limits = await limitsOf(tx, letter, numbersTellApart, ago);
      const apart = numbersTellApart || limits.domain.letters === 0;
      return { ...limits, mailsInTurn: apart ? 0 : await inTurn(tx, letter, ago) };
    },
    async alerts() {
      await alone(tx, letter);
      const { rows } = await sql<Count>`
        select count(*)::int as letters, min(sending_at) as "oldestAt" from acknowledgement
        where ${left} and kind = 'alert' and id <> ${letter.id}
          and split_part(to_address, '@', 2) = ${domainOf(letter.to_address)} and sending_at > ${ago(60)}`.execute(tx);
      return rows[0] ?? { letters: 0, oldestAt: null };
    },
  };
}

type Ago = (minutes: number) => Date;

async function limitsOf(
  tx: Db,
  { to_address: to }: Letter,
  numbersTellApart: boolean,
  ago: Ago,
): Promise<Omit<Counts, 'mailsInTurn'>> {
  // sender_key (migration 001) folds tags and numbers, and has the index; the second condition takes the numbers apart again.
  const like = (address: string) =>
    sql`sender_key(${sql.ref(address)}) = sender_key(${to}) and (${!numbersTellApart}::boolean or untagged(${sql.ref(address)}) = untagged(${to}))`;
  const counted = await sql<{
    day: number;
    day_oldest: Date | null;
    hour: number;
    hour_oldest: Date | null;
    loop: number;
  }>`
    with day as (select sending_at from acknowledgement where ${left} and kind = 'receipt' and ${like('to_address')} and sending_at > ${ago(24 * 60)}),
      hour as (select sending_at from acknowledgement where ${left} and kind = 'receipt' and split_part(to_address, '@', 2) = ${domainOf(to)} and sending_at > ${ago(60)}),
      latest as (select min(sending_at) as at from day where sending_at > ${ago(10)}),
      mails as (
        select message.id from message, latest where ${like('from_address')} and stored_at > latest.at
        union select message.id from acknowledgement join message on message.id = message_id, latest
          where acknowledgement.kind = 'receipt' and ${like('to_address')} and stored_at > latest.at)
    select (select count(*)::int from day) as day, (select min(sending_at) from day) as day_oldest,
      (select count(*)::int from hour) as hour, (select min(sending_at) from hour) as hour_oldest,
      (select count(*)::int from mails) as loop`.execute(tx);
  const counts = counted.rows[0];
  return {
    address: { letters: counts?.day ?? 0, oldestAt: counts?.day_oldest ?? null },
    domain: { letters: counts?.hour ?? 0, oldestAt: counts?.hour_oldest ?? null },
    mailsSinceReceipt: counts?.loop ?? 0,
  };
}

/**
 * A machine behind many addresses answers each of our letters with a new mail: letter, mail, letter, mail, within seconds.
 * Colleagues who write on one day do not wait for each other's receipts, and mails that lay waiting came before any of them.
 * Judgement: one name in From (its numbers aside), or without a name one subject, tells a machine from people who happen
 * to write in turn; two minutes are ample for a machine.
 */
async function inTurn(tx: Db, { id, message_id, to_address }: Letter, ago: Ago): Promise<number> {
  const domain = domainOf(to_address);
  const named = sql`regexp_replace(lower(coalesce(nullif(from_name, ''), subject, '')), '\\d+', '#', 'g')`;
  const { rows } = await sql<{ turns: number }>`
    with this as (select stored_at, ${named} as named from message
        where id = ${message_id} and lower(split_part(from_address, '@', 2)) = ${domain}),
      recent as (
        select message.stored_at, sending_at from acknowledgement join message on message.id = message_id, this
          where ${left} and acknowledgement.kind = 'receipt' and acknowledgement.id <> ${id}
            and split_part(to_address, '@', 2) = ${domain} and sending_at > ${ago(10)}
            and lower(split_part(from_address, '@', 2)) = ${domain} and ${named} = this.named
        union all select stored_at, null from this),
      turns as (select stored_at - lag(sending_at) over (order by sending_at nulls last) as after from recent)
    select count(*)::int as turns from turns where after > interval '0' and after < interval '2 minutes'`.execute(tx);
  return rows[0]?.turns ?? 0;
}

/**
 * The alerts that wait because of the limit are told of in this one, which counts them: each stays held, and shown. Those
 * whose teller never left are told of again.
 */
export async function tellAlong(tx: Db, { id, message_id, to_address }: Letter): Promise<void> {
  await sql`
    update acknowledgement set told_by_id = ${id}, retry_at = null,
      because = ${`too many alerts in an hour: counted in the alert about message ${message_id}`}
    where id in (
      select id from acknowledgement where kind = 'alert' and state = 'held' and id <> ${id} and to_address = ${to_address}
        and (told_by_id is null or told_by_id in (select id from acknowledgement where state in ('held', 'failed')))
      for update skip locked)`.execute(tx);
}

/** What an alert tells: which mail, what kind, how many more that no alert of their own told of. */
export interface Alerted {
  readonly messageId: string;
  readonly kinds: readonly string[];
  readonly more: number;
  /** Alerts of the last hour, this one included. */
  readonly inLastHour: number;
}

export async function alertedOf(db: Db, { id, message_id, to_address }: Letter, now: Date): Promise<Alerted> {
  const since = new Date(now.getTime() - 60 * MINUTE_MS);
  const { rows } = await sql<Omit<Alerted, 'messageId'>>`
    select array_append(also_kinds, kind) as kinds,
      (select count(*)::int from acknowledgement where told_by_id = ${id}) as more,
      (select count(*)::int from acknowledgement where ${left} and kind = 'alert'
        and split_part(to_address, '@', 2) = ${domainOf(to_address)} and sending_at > ${since}) as "inLastHour"
    from message where id = ${message_id}`.execute(db);
  return { messageId: message_id, ...(rows[0] ?? { kinds: [], more: 0, inLastHour: 0 }) };
}
