// `npm run evaluate`: the rules on real requests (`-- rules`), and real mail of public corpora delivered through Dovecot to the
// whole bot (`-- mail`). The data is kept beside the repository and never in it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { makeBot, query } from '../bot.ts';
import { startDovecot } from '../servers/dovecot.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startSmtpSink } from '../servers/smtp-sink.ts';
import { evaluateRules } from './evaluate-rules.ts';

const [asked] = process.argv.slice(2);
if (asked !== 'mail') evaluateRules();
if (asked === 'rules') process.exit();

const DATA = join(import.meta.dirname, '../../../shared/data/mail');
if (!existsSync(DATA)) {
  process.stdout.write(
    `${DATA} is not here: nothing is measured. It holds real mail for development and is no part of the repository.\n`,
  );
  process.exit(0);
}

interface Row {
  readonly sha256: string;
  readonly state: string;
  readonly kind: string | null;
  readonly opened: number;
  readonly sent: number;
  readonly parked_because: string | null;
}

const labels = new Map(
  readFileSync(join(DATA, 'labels.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): [string, string] => {
      const { file, label } = JSON.parse(line);
      return [file, label];
    }),
);
const files = (await readdir(DATA, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => labels.has(relative(DATA, path)) || /\.eml$|[/](?:data|emails)[/][^.]*(?:\.txt)?$/.test(path))
  .sort();

const dovecot = await startDovecot();
const sink = await startSmtpSink();
const postgres = await startPostgres();
const bot = makeBot({
  mailboxes: [dovecot.mailbox('foi', { goLiveAt: new Date('1980-01-01T00:00:00Z') })],
  smtpPort: sink.port,
  databaseUrl: postgres.url,
});
try {
  // As Dovecot gives them over IMAP: a bare LF is a CRLF on the wire, and a NUL, which a literal may not hold, is 0x80.
  const wire = (bytes: Buffer): Buffer =>
    Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n').replaceAll('\0', '\x80'), 'latin1');
  const sums = new Map<string, string>();
  for (const file of files) {
    const bytes = wire(readFileSync(file));
    sums.set(relative(DATA, file), createHash('sha256').update(bytes).digest('hex'));
    dovecot.deliver('foi', bytes);
  }
  const started = Date.now();
  const running = bot.spawn(['start', '--until-idle']);
  const code = await running.exited;
  const rows = await query<Row>(
    postgres.url,
    `select sha256, state, kind, parked_because,
       (select count(*)::int from request where message_id = message.id) as opened,
       (select count(*)::int from acknowledgement where message_id = message.id and state = 'sent') as sent from message`,
  );
  report(files, sums, rows, { code, seconds: (Date.now() - started) / 1000 });
} finally {
  bot.remove();
  for (const server of [postgres, sink, dovecot]) await server.stop();
}

function report(
  all: readonly string[],
  sums: Map<string, string>,
  rows: readonly Row[],
  run: { code: number | null; seconds: number },
): void {
  const bySum = new Map(rows.map((row) => [row.sha256, row]));
  const lost = all.filter((file) => !bySum.has(sums.get(relative(DATA, file)) ?? ''));
  const labelled = [...labels].flatMap(([file, label]) => {
    const row = bySum.get(sums.get(file) ?? '');
    return row ? [{ file, label, row }] : [];
  });
  const machines = labelled.filter(({ label }) => label !== 'human');
  const isMachine = ({ row }: { row: Row }): boolean => row.kind === 'bounce' || row.kind === 'automatic';
  const share = (label: string): string => {
    const of = labelled.filter((one) => one.label === label);
    return `${of.filter(isMachine).length} of ${of.length}`;
  };
  const lines = {
    run,
    files: all.length,
    differentMessages: new Set(sums.values()).size,
    registered: rows.length,
    lost,
    unparsable: rows.filter(({ state }) => state === 'unparsable').length,
    stillWaiting: rows.filter(({ state }) => state === 'stored').length,
    takenForMachine: {
      bounce: share('bounce'),
      feedback: share('feedback'),
      autoreply: share('autoreply'),
      human: share('human'),
    },
    machinesAcknowledged: machines.filter(({ row }) => row.sent > 0).map(({ file }) => file),
    machinesMissed: machines.filter((one) => !isMachine(one)).map(({ file, row }) => `${file} ${row.kind}`),
    humansTakenForMachine: labelled.filter((one) => one.label === 'human' && isMachine(one)).map(({ file }) => file),
    acknowledged: rows.filter(({ sent }) => sent > 0).length,
  };
  process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`);
}
