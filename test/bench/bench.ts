// `npm run bench`: a full mailbox drained into register and receipts, once with the queue on Redis, once on PostgreSQL; or `classify`.

import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Bot, makeBot, query, until } from '../bot.ts';
import { startDovecot } from '../servers/dovecot.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { startSmtpSink } from '../servers/smtp-sink.ts';
import { benchClassify } from './classify.ts';
import { corpus } from './corpus.ts';

const MINUTE_MS = 60_000;
const SEED = 42;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    count: { type: 'string', default: '2000' },
    queue: { type: 'string', default: 'redis,postgres' },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Result {
  readonly queue: string;
  readonly mails: number;
  readonly acknowledged: number;
  readonly wholePerSecond: number;
  readonly intakePerSecond: number;
  readonly peakMemoryMb: number;
  /** Share of the whole time until the last mail was stored, registered, acknowledged. */
  readonly stages: { readonly fetched: number; readonly registered: number; readonly acknowledged: number };
}

if (positionals[0] === 'classify') {
  const figures = await benchClassify();
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else
    say(
      `${figures.mails} ${figures.source} of ${figures.medianWords} words (median), ${figures.rules} rules: ${figures.perSecond}/s on one core; beside each other three times the rules ${figures.perSecondThreefoldRules}/s, ten times ${figures.perSecondTenfoldRules}/s (${figures.timeTenfold} times the time, ${figures.hitsTenfold} times the hits)`,
    );
  process.exit();
}

const results: Result[] = [];
for (const queue of values.queue.split(',')) results.push(await drain(queue, Number(values.count)));
if (values.json) {
  const [first, ...others] = results;
  process.stdout.write(`${JSON.stringify({ ...first, others })}\n`);
} else {
  for (const one of results) {
    say(
      `queue on ${one.queue}: ${one.mails} mails, whole ${one.wholePerSecond}/s, intake ${one.intakePerSecond}/s, ${one.acknowledged} receipts, peak ${one.peakMemoryMb} MB`,
    );
    say(
      `  share of the time until all were fetched ${one.stages.fetched}, registered ${one.stages.registered}, acknowledged ${one.stages.acknowledged}`,
    );
  }
  say(
    'Limits of receipts are off, no copy goes to a Sent folder. Same kind of mails, same machine: Request Tracker 5 does 4.3/s, Dovecot with Sieve 129/s.',
  );
}

async function drain(queue: string, count: number): Promise<Result> {
  const dovecot = await startDovecot();
  const sink = await startSmtpSink();
  const postgres = await startPostgres({ fsync: true });
  const redis = queue === 'redis' ? await startRedis() : null;
  say(`filling a mailbox with ${count} mails (seed ${SEED}) …`);
  for (const mail of corpus({ count, seed: SEED })) dovecot.deliver('foi', mail);
  const bot = makeBot({
    mailboxes: [dovecot.mailbox('foi', { goLiveAt: new Date('2020-01-01T00:00:00Z') })],
    smtpPort: sink.port,
    databaseUrl: postgres.url,
    ...(redis ? { redisUrl: redis.url } : {}),
  });
  try {
    // What every start but the first finds: rules that were checked before. Checking 1,400 anew takes a core for some seconds.
    if ((await bot.clerk(['rules', 'check'])).code !== 0) throw new Error('the rules do not pass their check');
    return await measured(bot, postgres.url, queue, count);
  } finally {
    bot.remove();
    for (const server of [redis, postgres, sink, dovecot]) await server?.stop();
  }
}

async function measured(bot: Bot, url: string, queue: string, count: number): Promise<Result> {
  say(`draining it with the queue on ${queue} …`);
  const running = bot.spawn(['start']);
  let peakKb = 0;
  const watching = setInterval(() => {
    peakKb = Math.max(peakKb, residentKb(running.pid));
  }, 100);
  try {
    await until('every mail registered and every receipt sent', 10 * MINUTE_MS, async () => {
      const [row] = await query<{ done: boolean }>(
        url,
        `select (select count(*) from message where state <> 'stored') = $1 and not exists (select 1 from acknowledgement where state in ('ready', 'sending')) as done`,
        [count],
      );
      return row?.done ?? false;
    });
  } catch (error) {
    say(running.output().slice(-3000));
    throw error;
  } finally {
    clearInterval(watching);
    await running.stop();
  }
  // From the first mail stored: starting the process is not part of a mailbox's speed.
  const [times] = await query<{ sent: number; fetched: number; registered: number; whole: number }>(
    url,
    `with first as (select min(stored_at) as at from message)
     select (select count(*)::int from acknowledgement where state = 'sent') as sent,
       (select extract(epoch from max(stored_at) - first.at)::float from message, first group by first.at) as fetched,
       (select extract(epoch from max(event.at) - first.at)::float from event, first where kind in ('opened', 'filed', 'parked', 'joined') group by first.at) as registered,
       (select extract(epoch from greatest(max(sent_at), (select max(event.at) from event)) - first.at)::float from acknowledgement, first group by first.at) as whole`,
  );
  if (!times) throw new Error('the register has no times');
  const share = (seconds: number): number => Math.round((seconds / times.whole) * 100) / 100;
  return {
    queue,
    mails: count,
    acknowledged: times.sent,
    wholePerSecond: Math.round((count / times.whole) * 10) / 10,
    intakePerSecond: Math.round((count / times.registered) * 10) / 10,
    peakMemoryMb: Math.round(peakKb / 1024),
    stages: { fetched: share(times.fetched), registered: share(times.registered), acknowledged: 1 },
  };
}

/** Resident memory of a process and its children, from /proc. */
function residentKb(pid: number): number {
  let total = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
      if (Number(name) === pid || Number(parent) === pid) total += Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    } catch {
      // it ended between the listing and the reading
    }
  }
  return total;
}
