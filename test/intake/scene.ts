// A register on a real PostgreSQL with the small rule set and real reader threads: what the tests of intake and sending work with.
import { stringify } from 'yaml';
import { mayAnswer } from '../../src/acknowledge/may-answer.ts';
import type { Authority } from '../../src/authority.ts';
import { readRuleFiles } from '../../src/classify/load.ts';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import { openReader, type Reader } from '../../src/intake/reader.ts';
import { intakeBatch } from '../../src/intake-batch.ts';
import type { Log } from '../../src/log.ts';
import type { Arrival } from '../../src/mail/arrival.ts';
import { acknowledgementId } from '../../src/mail/our-marks.ts';
import type { PipelineDesk } from '../../src/pipeline.ts';
import { type OpenRegister, openRegister } from '../../src/register/database.ts';
import { arrivalStore } from '../../src/register/store.ts';
import { NORTHMERE } from '../acknowledge/northmere.ts';
import { ruleOf, WEIGHTS } from '../classify/rule-bench.ts';

export const OURS = 'foi@northmere.police.example';
export const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const RECEIVED_AT = new Date('2022-06-29T09:00:00Z');

/** By kind or regime, the words that make a mail one: few and decisive, so that no change to the shipped rules moves these tests. */
const WORDS: readonly (readonly ['kind' | 'regime', string, string])[] = [
  ['kind', 'request', 'please send me'],
  ['kind', 'chaser', 'have not heard from you'],
  ['kind', 'internal_review', 'carry out an internal review'],
  ['kind', 'withdrawal', 'withdraw my request'],
  ['kind', 'safeguarding', 'going to kill myself'],
  ['regime', 'foia', 'freedom of information act'],
  ['regime', 'eir', 'environmental information regulations'],
  ['regime', 'sar', 'personal data'],
];

/** The shipped letters, and a rule for each of WORDS. */
export async function plainRules(): Promise<RuleFiles> {
  const { files } = await readRuleFiles('rules');
  const rules = WORDS.map(([family, id, words]) =>
    ruleOf(`${family}.${id.replace('_', '-')}`, words, {
      suggests: { [family]: id },
      weight: 'decisive',
      examples: { match: [words, `Hello, ${words}.`], miss: ['Good morning.', 'Thank you.'] },
    }),
  );
  const letters = files.filter(({ path }) => path.startsWith('letters/'));
  const own = [
    { path: 'uk/plain.yaml', content: stringify({ rules }) },
    { path: 'weights.yaml', content: WEIGHTS },
  ];
  return { version: 'sha256:plain', files: [...letters, ...own] };
}

/** Threads take a second to compile the rules: one reader serves a whole test file. */
export const readerOf = (rules: RuleFiles): Reader =>
  openReader(rules, { sector: 'police', scottish: false, referenceFormat: NORTHMERE.reference.format }, 1);

export interface MailText {
  readonly from?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly id?: string | null;
  /** More header lines, above the usual ones. */
  readonly headers?: readonly string[];
}

const REQUEST_BODY =
  'Under the Freedom of Information Act 2000 please send me the number of patrol boats you own and what each cost.\r\n\r\nMorgan Alder\r\n';

let made = 0;

/** A plain request by Morgan Alder unless it is said otherwise. `id: null` leaves the Message-ID out. */
export function mailOf({
  from = 'Morgan Alder <morgan@alder.example>',
  subject = 'Patrol boats',
  body,
  id,
  headers = [],
}: MailText = {}): Buffer {
  made += 1;
  const messageId = id === undefined ? `<made-${made}@alder.example>` : id;
  return Buffer.from(
    [
      ...headers,
      `From: ${from}`,
      `To: ${OURS}`,
      `Subject: ${subject}`,
      ...(messageId === null ? [] : [`Message-ID: ${messageId}`]),
      'Content-Type: text/plain; charset=utf-8',
      '',
      body ?? REQUEST_BODY,
    ].join('\r\n'),
  );
}

export const arrivalOf = (bytes: Buffer, change: Partial<Arrival> = {}): Arrival => ({
  source: 'smtp',
  bytes,
  receivedAt: RECEIVED_AT,
  place: null,
  envelopeFrom: null,
  envelopeTo: [],
  junk: false,
  ...change,
});

export interface Scene extends OpenRegister {
  readonly desk: PipelineDesk;
  /** Rung for by intake: mails that must wait, acknowledgements that are ready. */
  readonly rung: { intake: string[]; acknowledge: string[] };
  /** Stores mails. @returns their message ids, in order; bytes that are known already have none. */
  arrive(...mails: (Buffer | Arrival)[]): Promise<string[]>;
  /** One batch of intake. */
  intake(ids: readonly string[]): Promise<void>;
  /** Stores mails and registers them in one batch, and those that had to wait in the next. @returns their ids. */
  register(...mails: (Buffer | Arrival)[]): Promise<string[]>;
}

export async function openScene(url: string, reader: Reader, authority: Authority = NORTHMERE): Promise<Scene> {
  const open = await openRegister(url);
  const rung: Scene['rung'] = { intake: [], acknowledge: [] };
  const desk: PipelineDesk = {
    db: open.db,
    authority,
    reader,
    mayAnswer,
    second: null,
    now: () => new Date(),
    ackMessageId: (reference) => acknowledgementId(reference, OURS),
    ring: async ({ intake, acknowledge }) => {
      rung.intake.push(...intake);
      rung.acknowledge.push(...acknowledge);
    },
  };
  const intake = (ids: readonly string[]): Promise<void> => intakeBatch(ids, desk, QUIET);
  const arrive = async (...mails: (Buffer | Arrival)[]): Promise<string[]> => {
    const ids: string[] = [];
    const store = arrivalStore(open.db, (fresh) => void ids.push(...fresh));
    await store.store(mails.map((mail) => (Buffer.isBuffer(mail) ? arrivalOf(mail) : mail)));
    return ids;
  };
  return {
    ...open,
    desk,
    rung,
    arrive,
    intake,
    async register(...mails) {
      const ids = await arrive(...mails);
      await intake(ids);
      for (let later = rung.intake.splice(0); later.length > 0; later = rung.intake.splice(0)) await intake(later);
      return ids;
    },
  };
}
