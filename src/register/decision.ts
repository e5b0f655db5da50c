// What staff decided of a mail's suggestions: written once each, never changed; the newest word on a thing counts.
import type { Decided } from '../classify/decided.ts';
import type { Family } from '../classify/score.ts';
import { type Db, record } from './event.ts';

/** `what` of a decision that nothing of the family applies: no exemption was used, so an empty truth is a truth. */
export const NONE = 'none';

/** One word of staff. `regime` is set for exemptions, whose ids repeat between Acts. */
export interface Decision {
  readonly family: Family;
  readonly what: string;
  readonly regime: string | null;
  readonly verdict: 'accepted' | 'rejected' | 'added';
}
/** The mail it is about, and the request where it was asked for by its reference. */
export interface About {
  readonly messageId: string;
  readonly requestId: string | null;
}

/** Writes decisions and their events in one transaction. @param by the account of the person. */
export async function decide(db: Db, about: About, decisions: readonly Decision[], by: string): Promise<void> {
  if (decisions.length === 0) return;
  const { messageId, requestId } = about;
  await db.transaction().execute(async (tx) => {
    // Two people who decide on one mail at once do so one after the other.
    const { rules_version } = await tx
      .selectFrom('message')
      .select('rules_version')
      .where('id', '=', messageId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const rows = await tx
      .insertInto('decision')
      .values(decisions.map((each) => ({ message_id: messageId, request_id: requestId, ...each, by, rules_version })))
      .returning(['id', 'family', 'what', 'regime', 'verdict'])
      .execute();
    await record(
      tx,
      rows.map(({ id, family, what, regime, verdict }) => ({
        kind: 'decided',
        messageId,
        requestId,
        data: { decision: id, by, family, what, verdict, ...(regime === null ? {} : { regime }) },
      })),
    );
  });
}

/** Every decision on some mails, oldest first. */
export const decisionsOn = (db: Db, messageIds: readonly string[]) =>
  db
    .selectFrom('decision')
    .select(['id', 'message_id', 'family', 'what', 'regime', 'verdict', 'by', 'at'])
    .where('message_id', 'in', [...messageIds])
    .orderBy('id')
    .execute();

/** The decisions on one mail that count now, oldest first. */
export function standing<Row extends Decision>(rows: readonly Row[]): Row[] {
  const newest = new Map<string, Row>();
  for (const row of rows) {
    // "None" ends what was said before of its family, and is ended by what is said to apply after it.
    if (row.verdict !== 'rejected')
      for (const [key, other] of newest)
        if (
          other.family === row.family &&
          other.verdict !== 'rejected' &&
          (row.what === NONE) !== (other.what === NONE)
        )
          newest.delete(key);
    const key = `${row.family}\n${row.regime ?? ''}\n${row.what}`;
    newest.delete(key);
    newest.set(key, row);
  }
  return [...newest.values()];
}

/**
 * What staff take to be true of a mail, by family. A family of which nothing was accepted, added or called empty is absent:
 * that something is wrong does not say what is right.
 */
export function decidedOf(mail: string, rows: readonly Decision[]): Decided {
  const given = standing(rows).filter(({ verdict }) => verdict !== 'rejected');
  const of = (family: Family): readonly string[] | undefined => {
    const own = given.filter((each) => each.family === family);
    return own.length === 0 ? undefined : own.flatMap(({ what }) => (what === NONE ? [] : [what]));
  };
  return { mail, kinds: of('kind'), regimes: of('regime'), topics: of('topic'), exemptions: of('exemption') };
}
