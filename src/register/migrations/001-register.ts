// The first shape of the register: what arrived, what it is, what it opened, what was sent, and what happened when.
import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // One row per source of mail: an IMAP account, the SMTP listener, the inbox folder, an import.
  `create table mailbox (
     source text primary key,
     go_live_at timestamptz not null,
     first_seen_at timestamptz not null default now()
   )`,
  `create table folder_position (
     mailbox text not null, folder text not null,
     uid_validity bigint not null, last_uid bigint not null,
     last_polled_at timestamptz,
     primary key (mailbox, folder)
   )`,
  // state: stored = waits for intake; registered = done; parked = done as far as a machine may, waits for a person; unparsable = kept and shown.
  `create table message (
     id bigint generated always as identity primary key,
     sha256 text not null unique,
     bytes bytea, size integer not null,
     stored_at timestamptz not null default now(),
     state text not null default 'stored' check (state in ('stored', 'registered', 'parked', 'unparsable')),
     attempts integer not null default 0, retry_at timestamptz,
     parked_because text,
     mail_message_id text, body_sha256 text,
     from_address text, from_name text, subject text, body text,
     kind text, also_kinds text[], kind_because text,
     receipt_send boolean, receipt_because text,
     likely_request_id bigint, concerns_acknowledgement_id bigint, again_of bigint,
     -- what rules read besides subject and body; emptied together with bytes
     text jsonb,
     classification jsonb, rules_version text,
     received_at timestamptz, received_on date
   )`,
  // Not compressed, so that a slice of a large mail is read without the rest of it.
  `alter table message alter column bytes set storage external`,
  `create index message_waiting on message (id) where state = 'stored'`,
  `create index message_by_message_id on message (mail_message_id) where mail_message_id is not null`,
  `create table delivery (
     id bigint generated always as identity primary key,
     message_id bigint not null references message (id),
     source text not null, mailbox text, folder text, uid_validity bigint, uid bigint,
     envelope_from text, envelope_to text[] not null default '{}',
     received_at timestamptz not null, junk boolean not null default false,
     arrived_at timestamptz not null default now()
   )`,
  `create unique index delivery_by_uid on delivery (mailbox, folder, uid_validity, uid) where uid is not null`,
  `create unique index delivery_by_source on delivery (source, message_id) where uid is null`,
  `create index delivery_of_message on delivery (message_id)`,
  `create table request (
     id bigint generated always as identity primary key,
     reference text not null unique, reference_key text not null,
     message_id bigint not null references message (id),
     kind text not null, regime text not null, also_regimes text[] not null default '{}',
     requester_name text, requester_address text, platform text,
     subject text, received_at timestamptz not null, received_on date not null,
     due_on date, due_because text, due_days jsonb,
     status text not null default 'open',
     created_at timestamptz not null default now()
   )`,
  `create index request_by_key on request (reference_key)`,
  `create index request_of_message on request (message_id)`,
  `create table request_link (
     from_request_id bigint not null references request (id),
     to_request_id bigint not null references request (id),
     relation text not null,
     primary key (from_request_id, to_request_id, relation)
   )`,
  `create table request_message (
     request_id bigint not null references request (id),
     message_id bigint not null references message (id),
     role text not null check (role in ('opened', 'joined')),
     primary key (request_id, message_id)
   )`,
  `create index request_message_of_message on request_message (message_id)`,
  `create table suggestion (
     id bigint generated always as identity primary key,
     message_id bigint not null references message (id),
     family text not null, what text not null, regime text,
     confidence real not null, because text not null,
     rules text[] not null, evidence jsonb not null,
     silent boolean not null default false, rules_version text not null
   )`,
  `create index suggestion_of_message on suggestion (message_id)`,
  // What staff said of a suggestion, or in place of one. The newest of (message, family, what, regime) counts; what = 'none': nothing of the family.
  `create table decision (
     id bigint generated always as identity primary key,
     message_id bigint not null references message (id), request_id bigint references request (id),
     family text not null check (family in ('kind', 'regime', 'topic', 'exemption', 'validity', 'flag')),
     what text not null, regime text,
     verdict text not null check (verdict in ('accepted', 'rejected', 'added')),
     by text not null, at timestamptz not null default now(), rules_version text
   )`,
  `create index decision_of_message on decision (message_id, id)`,
  // One row a run of learning, also of one that had nothing to learn; last_decision_id: what it had seen.
  `create table learning (
     id bigint generated always as identity primary key,
     at timestamptz not null default now(), mails integer not null, last_decision_id bigint not null, rules_version text not null
   )`,
  // What the newest run learned, a row a label: never a mail's text, only stems that several senders used, with their weights.
  `create table learned (
     learning_id bigint not null references learning (id),
     family text not null check (family in ('regime', 'topic', 'exemption')), what text not null,
     model jsonb not null, evaluation jsonb not null, positives integer not null, negatives integer not null,
     helps boolean not null,
     primary key (learning_id, family, what)
   )`,
  `create table reference_counter (
     format text not null, year text not null, last integer not null,
     primary key (format, year)
   )`,
  // state: held = over a limit or switched off, shown, tried again when retry_at comes; withheld = by a person, for good.
  // told_by_id: the alert that counts this one in. released_at: a person let it go over the limits.
  `create table acknowledgement (
     id bigint generated always as identity primary key,
     message_id bigint not null references message (id), kind text not null,
     state text not null default 'ready' check (state in ('ready', 'held', 'sending', 'sent', 'failed', 'unknown', 'withheld')),
     to_address text not null, request_ids bigint[] not null, mail_message_id text not null unique,
     attempts integer not null default 0, resends integer not null default 0, retry_at timestamptz,
     worker integer, sending_at timestamptz, sent_at timestamptz,
     because text, server_reply text, sent_copy text, told_by_id bigint, released_at timestamptz,
     created_at timestamptz not null default now(),
     unique (message_id, kind)
   )`,
  `create index acknowledgement_open on acknowledgement (id) where state in ('ready', 'held', 'sending', 'unknown')`,
  // The same mailbox with and without a +tag; and the addresses of one machine that puts a number into each of them.
  `create function untagged(address text) returns text language sql immutable parallel safe as
     $$ select regexp_replace(lower(address), '\\+[^@]*@', '@') $$`,
  // It repeats what untagged does: a restored dump builds the indexes before it can find a function named in another.
  `create function sender_key(address text) returns text language sql immutable parallel safe as
     $$ select regexp_replace(regexp_replace(split_part(lower(address), '@', 1), '\\+.*$', ''), '[0-9]+', '#', 'g')
       || '@' || split_part(lower(address), '@', 2) $$`,
  `create index acknowledgement_to on acknowledgement (sender_key(to_address), sending_at)`,
  `create index acknowledgement_to_domain on acknowledgement (split_part(to_address, '@', 2), sending_at)`,
  `create index message_from on message (sender_key(from_address), stored_at)`,
  // Ids, codes and dates only: never text or names, so that retention can empty the rest while this stays.
  `create table event (
     id bigint generated always as identity primary key,
     at timestamptz not null default now(),
     kind text not null, message_id bigint, request_id bigint, acknowledgement_id bigint,
     data jsonb not null default '{}'
   )`,
  `create index event_of_request on event (request_id, id)`,
  `create index event_of_message on event (message_id, id)`,
  `create function refuse_change() returns trigger language plpgsql as
     $$ begin raise exception '% is append-only', tg_table_name; end $$`,
  `create trigger event_is_append_only before update or delete on event for each statement execute function refuse_change()`,
  `create trigger decision_is_append_only before update or delete on decision for each statement execute function refuse_change()`,
  `create table incident (
     id bigint generated always as identity primary key,
     at timestamptz not null default now(),
     mailbox text not null, folder text not null, uid_validity bigint, uid bigint,
     what text not null, because text not null,
     unique nulls not distinct (mailbox, folder, uid_validity, uid, what)
   )`,
  `create table rule_set (
     version text primary key, files jsonb not null, kept_at timestamptz not null default now()
   )`,
  // Which set is in force: that of the last row. by_whom: null where a file was saved on disk.
  `create table rule_publication (
     sequence bigint generated always as identity primary key,
     version text not null references rule_set (version),
     at timestamptz not null default now(), by_whom text, note text
   )`,
  // Changes that the master of the rule files is asked for: a whole earlier set, or files below local/ (null: delete it).
  `create table rule_edit (
     id bigint generated always as identity primary key,
     at timestamptz not null default now(), by_whom text not null, note text,
     back_to text references rule_set (version), files jsonb,
     done_at timestamptz, problems jsonb,
     check ((back_to is null) <> (files is null))
   )`,
  `create index rule_edit_open on rule_edit (id) where done_at is null`,
  // The newest fault of the rule files, while the last good set stays in force; no row: none.
  `create table rule_fault (
     single boolean primary key default true check (single), at timestamptz not null default now(), problems jsonb not null
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
