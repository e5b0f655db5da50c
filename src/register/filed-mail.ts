// What is kept of a mail once it is read: one update for a batch of messages, one insert for all their suggestions.
import { sql } from 'kysely';
import type { Classification } from '../classify/classify.ts';
import type { Suggestion } from '../classify/suggest.ts';
import type { Entry } from './entry.ts';
import type { Db } from './event.ts';

/** Columns of `message` that intake fills; what is absent stays null. Dates as ISO text. */
export interface FiledMail {
  readonly id: string;
  readonly state: 'registered' | 'parked' | 'unparsable';
  readonly received_at: string;
  readonly received_on: string;
  readonly parked_because?: string | null;
  readonly mail_message_id?: string | null;
  readonly body_sha256?: string;
  readonly from_address?: string | null;
  readonly from_name?: string | null;
  readonly subject?: string;
  readonly body?: string;
  readonly kind?: string;
  readonly also_kinds?: readonly string[];
  readonly kind_because?: string;
  readonly receipt_send?: boolean;
  readonly receipt_because?: string;
  readonly likely_request_id?: string | null;
  readonly concerns_acknowledgement_id?: string | null;
  readonly again_of?: string;
  readonly rules_version?: string;
  readonly text?: object;
  readonly classification?: object;
}

/** JSON that PostgreSQL takes: a lone half of a surrogate pair, legal in JavaScript, is refused by jsonb. */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? inner.toWellFormed() : inner));

export async function fileMails(tx: Db, mails: readonly FiledMail[]): Promise<void> {
  await sql`
    update message set
      state = filed.state, parked_because = filed.parked_because, retry_at = null,
      mail_message_id = filed.mail_message_id, body_sha256 = filed.body_sha256,
      from_address = filed.from_address, from_name = filed.from_name, subject = filed.subject, body = filed.body,
      kind = filed.kind, also_kinds = filed.also_kinds, kind_because = filed.kind_because,
      receipt_send = filed.receipt_send, receipt_because = filed.receipt_because,
      likely_request_id = filed.likely_request_id, concerns_acknowledgement_id = filed.concerns_acknowledgement_id,
      again_of = filed.again_of, rules_version = filed.rules_version, text = filed.text,
      classification = filed.classification,
      received_at = filed.received_at, received_on = filed.received_on
    from jsonb_to_recordset(${json(mails)}::jsonb) as filed (
      id bigint, state text, parked_because text, mail_message_id text, body_sha256 text, from_address text, from_name text,
      subject text, body text, kind text, also_kinds text[], kind_because text, receipt_send boolean, receipt_because text,
      likely_request_id bigint, concerns_acknowledgement_id bigint, again_of bigint, rules_version text, text jsonb,
      classification jsonb, received_at timestamptz, received_on date)
    where message.id = filed.id`.execute(tx);
}

const FAMILIES = [
  'kinds',
  'regimes',
  'topics',
  'exemptions',
  'validity',
  'flags',
] as const satisfies readonly (keyof Classification)[];

/** Every suggestion with its rules, evidence and rule-set version; those of draft rules are kept as silent. */
export async function writeSuggestions(tx: Db, entries: readonly Entry[]): Promise<void> {
  const rows = entries.flatMap(({ worked }) => {
    if (worked.outcome !== 'classified') return [];
    const found = worked.classification;
    const row = (family: string, suggestion: Suggestion & { regime?: string }, silent: boolean) => ({
      message_id: worked.waiting.id,
      family,
      what: suggestion.id,
      regime: suggestion.regime ?? null,
      confidence: suggestion.confidence,
      because: suggestion.because,
      rules: suggestion.rules,
      evidence: suggestion.evidence,
      silent,
      rules_version: found.rules.version,
    });
    return [
      ...FAMILIES.flatMap((family) => found[family].map((suggestion) => row(family, suggestion, false))),
      ...found.silent.map((suggestion) => row('silent', suggestion, true)),
    ];
  });
  if (rows.length === 0) return;
  await sql`
    insert into suggestion (message_id, family, what, regime, confidence, because, rules, evidence, silent, rules_version)
    select * from jsonb_to_recordset(${json(rows)}::jsonb) as found (
      message_id bigint, family text, what text, regime text, confidence real, because text, rules text[], evidence jsonb,
      silent boolean, rules_version text)`.execute(tx);
}
