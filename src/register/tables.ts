// The register's tables as Kysely sees them. bigint comes back as a string, date as 'YYYY-MM-DD' (database.ts).
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Family } from '../classify/score.ts';
import type { LearnedFamily } from '../learn/label.ts';

type Defaulted<T> = ColumnType<T, T | undefined, T>;
type Json<T extends object> = JSONColumnType<T, string, string>;

export interface MailboxTable {
  source: string;
  go_live_at: Date;
  first_seen_at: Defaulted<Date>;
}
export interface FolderPositionTable {
  mailbox: string;
  folder: string;
  uid_validity: string;
  last_uid: string;
  last_polled_at: Date | null;
}
export interface MessageTable {
  id: Generated<string>;
  sha256: string;
  bytes: Buffer | null;
  size: number;
  stored_at: Defaulted<Date>;
  state: Defaulted<'stored' | 'registered' | 'parked' | 'unparsable'>;
  attempts: Defaulted<number>;
  retry_at: Date | null;
  parked_because: string | null;
  mail_message_id: string | null;
  body_sha256: string | null;
  from_address: string | null;
  from_name: string | null;
  subject: string | null;
  body: string | null;
  kind: string | null;
  also_kinds: string[] | null;
  kind_because: string | null;
  receipt_send: boolean | null;
  receipt_because: string | null;
  likely_request_id: string | null;
  concerns_acknowledgement_id: string | null;
  again_of: string | null;
  text: Json<object> | null;
  classification: Json<object> | null;
  rules_version: string | null;
  received_at: Date | null;
  received_on: string | null;
}
export interface DeliveryTable {
  id: Generated<string>;
  message_id: string;
  source: string;
  mailbox: string | null;
  folder: string | null;
  uid_validity: string | null;
  uid: string | null;
  envelope_from: string | null;
  envelope_to: Defaulted<string[]>;
  received_at: Date;
  junk: Defaulted<boolean>;
  arrived_at: Defaulted<Date>;
}
export interface RequestTable {
  id: Generated<string>;
  reference: string;
  reference_key: string;
  message_id: string;
  kind: string;
  regime: string;
  also_regimes: Defaulted<string[]>;
  requester_name: string | null;
  requester_address: string | null;
  platform: string | null;
  subject: string | null;
  received_at: Date;
  received_on: string;
  due_on: string | null;
  due_because: string | null;
  due_days: Json<object> | null;
  status: Defaulted<string>;
  created_at: Defaulted<Date>;
}
export interface RequestLinkTable {
  from_request_id: string;
  to_request_id: string;
  relation: string;
}
export interface RequestMessageTable {
  request_id: string;
  message_id: string;
  role: 'opened' | 'joined';
}
export interface SuggestionTable {
  id: Generated<string>;
  message_id: string;
  family: string;
  what: string;
  regime: string | null;
  confidence: number;
  because: string;
  rules: string[];
  evidence: Json<object>;
  silent: Defaulted<boolean>;
  rules_version: string;
}
export interface DecisionTable {
  id: Generated<string>;
  message_id: string;
  request_id: string | null;
  family: Family;
  what: string;
  regime: string | null;
  verdict: 'accepted' | 'rejected' | 'added';
  by: string;
  at: Defaulted<Date>;
  rules_version: string | null;
}
export interface LearningTable {
  id: Generated<string>;
  at: Defaulted<Date>;
  mails: number;
  last_decision_id: string;
  rules_version: string;
}
export interface LearnedTable {
  learning_id: string;
  family: LearnedFamily;
  what: string;
  model: Json<object>;
  evaluation: Json<object>;
  positives: number;
  negatives: number;
  helps: boolean;
}
export interface ReferenceCounterTable {
  format: string;
  year: string;
  last: number;
}
export interface AcknowledgementTable {
  id: Generated<string>;
  message_id: string;
  kind: 'receipt' | 'alert';
  state: Defaulted<'ready' | 'held' | 'sending' | 'sent' | 'failed' | 'unknown' | 'withheld'>;
  to_address: string;
  request_ids: string[];
  mail_message_id: string;
  attempts: Defaulted<number>;
  resends: Defaulted<number>;
  retry_at: Date | null;
  worker: number | null;
  sending_at: Date | null;
  sent_at: Date | null;
  because: string | null;
  server_reply: string | null;
  sent_copy: string | null;
  told_by_id: string | null;
  released_at: Date | null;
  created_at: Defaulted<Date>;
}
export interface EventTable {
  id: Generated<string>;
  at: Defaulted<Date>;
  kind: string;
  message_id: string | null;
  request_id: string | null;
  acknowledgement_id: string | null;
  data: Json<object>;
}
export interface IncidentTable {
  id: Generated<string>;
  at: Defaulted<Date>;
  mailbox: string;
  folder: string;
  uid_validity: string | null;
  uid: string | null;
  what: string;
  because: string;
}
export interface RuleSetTable {
  version: string;
  files: Json<{ path: string; content: string }[]>;
  kept_at: Defaulted<Date>;
}
export interface RulePublicationTable {
  sequence: Generated<string>;
  version: string;
  at: Defaulted<Date>;
  by_whom: string | null;
  note: string | null;
}
export interface RuleEditTable {
  id: Generated<string>;
  at: Defaulted<Date>;
  by_whom: string;
  note: string | null;
  back_to: string | null;
  files: Json<Record<string, string | null>> | null;
  done_at: Date | null;
  problems: Json<string[]> | null;
}
export interface RuleFaultTable {
  single: Defaulted<boolean>;
  at: Defaulted<Date>;
  problems: Json<string[]>;
}
export interface Tables {
  mailbox: MailboxTable;
  folder_position: FolderPositionTable;
  message: MessageTable;
  delivery: DeliveryTable;
  request: RequestTable;
  request_link: RequestLinkTable;
  request_message: RequestMessageTable;
  suggestion: SuggestionTable;
  decision: DecisionTable;
  learning: LearningTable;
  learned: LearnedTable;
  reference_counter: ReferenceCounterTable;
  acknowledgement: AcknowledgementTable;
  event: EventTable;
  incident: IncidentTable;
  rule_set: RuleSetTable;
  rule_publication: RulePublicationTable;
  rule_edit: RuleEditTable;
  rule_fault: RuleFaultTable;
}
