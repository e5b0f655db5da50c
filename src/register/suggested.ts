// What the rules suggested of a mail, for what staff decide beside it.
import { sql } from 'kysely';
import type { Family } from '../classify/score.ts';
import type { Db } from './event.ts';

export interface Suggested {
  readonly family: Family;
  readonly what: string;
  readonly regime: string | null;
  /** null: what remains when no rule speaks for another, such as the Act. */
  readonly confidence: number | null;
}

/** Best first within a family. Suggestions of draft rules are left out: nobody was shown them. */
export async function suggestedOn(db: Db, messageId: string): Promise<Suggested[]> {
  const { rows } = await sql<Suggested>`
    with shown as (
      select case family when 'kinds' then 'kind' when 'regimes' then 'regime' when 'topics' then 'topic'
          when 'exemptions' then 'exemption' when 'flags' then 'flag' else family end as family, what, regime, confidence
        from suggestion where message_id = ${messageId} and not silent),
      routed as (
        select 'kind' as family, unnest(array_append(also_kinds, kind)) as what from message where id = ${messageId}
        union select 'regime', classification ->> 'regime' from message where id = ${messageId}
        union select 'regime', jsonb_array_elements_text(classification -> 'alsoRegimes') from message where id = ${messageId})
    select family, what, regime, confidence from shown
    union all select family, what, null, null from routed
      where what is not null and not exists (select 1 from shown where shown.family = routed.family and shown.what = routed.what)
    order by confidence desc nulls last, what`.execute(db);
  return rows;
}
