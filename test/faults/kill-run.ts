// One round of the kill test: a full mailbox, the bot killed with -9 at a chosen moment, started again, and the books held against a quiet run.
import { corpus } from '../bench/corpus.ts';
import { type Bot, type BotOptions, embeddedUrl, makeBot, query, until } from '../bot.ts';
import { startCutter } from '../servers/cutter.ts';
import type { Dovecot } from '../servers/dovecot.ts';
import { startPostgres } from '../servers/postgres.ts';
import { type SmtpSink, startSmtpSink } from '../servers/smtp-sink.ts';

const MINUTE_MS = 60_000;
const GO_LIVE = new Date('2020-01-01T00:00:00Z');
const SEED = 7;
/** Holds each byte to the sink back, so that letters are long enough in `sending` to be met there. */
const SLOW_MS = 40;

export interface Round {
  readonly store: 'embedded' | 'real';
  readonly mails: number;
  /** Kill so long after the first mail is stored; or when letters are being sent. */
  readonly kill: { readonly afterMs: number } | 'while sending' | 'never';
}

/** What a quiet and a killed run must agree on, and what a killed one adds. */
export interface Outcome {
  readonly messages: number;
  /** Kind and regime of every request by the sha256 of its mail, sorted. */
  readonly requests: readonly string[];
  readonly referencesWithoutGap: boolean;
  readonly inFlightAtKill: number;
  readonly unknown: number;
  readonly sent: number;
  /** Acknowledgements that the sink got twice, or that are `sent` and never came there. */
  readonly doubled: number;
  readonly missing: number;
}

/** Runs a round with servers of its own but the mailbox, which is one user of the given Dovecot. */
export async function killRound(dovecot: Dovecot, user: string, round: Round): Promise<Outcome> {
  const sink = await startSmtpSink();
  const cutter = await startCutter(sink.port, { delayMs: round.kill === 'while sending' ? SLOW_MS : 0 });
  const postgres = round.store === 'real' ? await startPostgres() : null;
  for (const mail of corpus({ count: round.mails, seed: SEED })) dovecot.deliver(user, mail);
  const options: BotOptions = {
    mailboxes: [dovecot.mailbox(user, { goLiveAt: GO_LIVE })],
    smtpPort: cutter.port,
    ...(postgres ? { databaseUrl: postgres.url } : {}),
  };
  const bot = makeBot(options);
  try {
    const urlOf = (): string => postgres?.url ?? embeddedUrl(bot) ?? '';
    const inFlightAtKill = await killOnce(bot, round, urlOf);
    cutter.faults.delayMs = 0;
    const again = bot.spawn(['start', '--until-idle']);
    const checked = outcomeWhenIdle(urlOf, sink, round.mails, inFlightAtKill);
    const outcome = await checked.catch((error: unknown) => {
      throw new Error(`${String(error)}\n${again.output().slice(-4000)}`);
    });
    await again.exited;
    return outcome;
  } finally {
    bot.remove();
    for (const server of [postgres, cutter, sink]) await server?.stop();
  }
}

/** @returns how many letters were in `sending` when the bot was dead. */
async function killOnce(bot: Bot, { kill }: Round, urlOf: () => string): Promise<number> {
  if (kill === 'never') return 0;
  const running = bot.spawn(['start']);
  const counted = async (sql: string): Promise<number> => (await query<{ count: number }>(urlOf(), sql))[0]?.count ?? 0;
  const sending = "select count(*)::int as count from acknowledgement where state = 'sending'";
  await until(
    'the first mail is stored',
    MINUTE_MS,
    async () => (await counted('select count(*)::int as count from message')) > 0,
  );
  if (kill === 'while sending')
    await until('letters are being sent', MINUTE_MS, async () => (await counted(sending)) > 0);
  else await new Promise((resolve) => setTimeout(resolve, kill.afterMs));
  await running.stop('SIGKILL');
  return counted(sending);
}

async function outcomeWhenIdle(
  urlOf: () => string,
  sink: SmtpSink,
  mails: number,
  inFlightAtKill: number,
): Promise<Outcome> {
  await until('everything is done', 3 * MINUTE_MS, async () => {
    const [row] = await query<{ done: boolean }>(
      urlOf(),
      `select (select count(*) from message where state <> 'stored') = $1
         and not exists (select 1 from acknowledgement where state in ('ready', 'held', 'sending')) as done`,
      [mails],
    );
    return row?.done ?? false;
  });
  const requests = await query<{ line: string; reference: string }>(
    urlOf(),
    `select sha256 || ' ' || request.kind || ' ' || regime as line, reference from request join message on message.id = message_id order by 1`,
  );
  const acknowledgements = await query<{ state: string; id: string }>(
    urlOf(),
    'select state, mail_message_id as id from acknowledgement',
  );
  const [{ messages } = { messages: 0 }] = await query<{ messages: number }>(
    urlOf(),
    'select count(*)::int as messages from message',
  );
  const came = new Map<string, number>();
  for (const { text } of sink.mails()) {
    const id = /^Message-ID: (<[^>]+>)/im.exec(text)?.[1] ?? '';
    came.set(id, (came.get(id) ?? 0) + 1);
  }
  const sent = acknowledgements.filter(({ state }) => state === 'sent');
  return {
    messages,
    requests: requests.map(({ line }) => line),
    referencesWithoutGap: withoutGap(requests.map(({ reference }) => reference)),
    inFlightAtKill,
    unknown: acknowledgements.filter(({ state }) => state === 'unknown').length,
    sent: sent.length,
    doubled: [...came.values()].filter((times) => times > 1).length,
    missing: sent.filter(({ id }) => !came.has(id)).length,
  };
}

/** Whether the serials of each year are 1, 2, 3 … to their number. */
function withoutGap(references: readonly string[]): boolean {
  const byYear = Map.groupBy(references, (reference) => reference.split('/')[2]);
  return [...byYear.values()].every((year) => {
    const serials = year.map((reference) => Number(reference.split('/')[1])).sort((a, b) => a - b);
    return serials.every((serial, i) => serial === i + 1);
  });
}
