// `clerk register list | show REF | export`: what is in the register.

import Table from 'cli-table3';
import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { readConfig } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { listParked, listRequests, type Shown, showRequest } from '../register/list.ts';
import { type Services, services } from '../services.ts';
import type { CommandIo } from './command-io.ts';

interface Options {
  readonly json?: boolean;
}

export function registerRegister(program: Command, io: CommandIo): void {
  const register = program.command('register').description('what is in the register');
  register
    .command('list')
    .description('every request, and the mails that wait for a person')
    .option('--json', 'one JSON object a line')
    .action((options: Options) => withServices((shared) => list(shared, options, io)));
  register
    .command('show')
    .description('one request with its suggestions, mails and timeline')
    .argument('<reference>')
    .option('--json', 'print JSON')
    .action((reference: string, options: Options) => withServices((shared) => show(shared, reference, options, io)));
  register
    .command('export')
    .description('every request as CSV')
    .action(() => withServices((shared) => exportCsv(shared, io)));
}

async function withServices(work: (shared: Services) => Promise<void>): Promise<void> {
  const shared = await services(readConfig());
  try {
    await work(shared);
  } finally {
    await shared.close();
  }
}

async function list({ db }: Services, { json }: Options, io: CommandIo): Promise<void> {
  const requests = await listRequests(db);
  const parked = await listParked(db);
  if (json) {
    for (const request of requests) io.out(JSON.stringify({ row: 'request', ...request }));
    for (const message of parked) io.out(JSON.stringify({ row: 'parked', ...message }));
    return;
  }
  io.out(`${requests.length} requests`);
  io.out(
    tableOf(
      ['Reference', 'Kind', 'Regime', 'Received', 'Due', 'Requester', 'Subject'],
      requests.map((row) => [
        row.reference,
        row.kind,
        [row.regime, ...row.also_regimes].join(', '),
        row.received_on,
        row.due_on ?? '–',
        row.requester_name ?? row.requester_address ?? '–',
        short(row.subject),
      ]),
    ),
  );
  if (parked.length === 0) return;
  io.out(`${parked.length} mails wait for a person`);
  io.out(
    tableOf(
      ['Message', 'Kind', 'Received', 'From', 'Subject', 'Because'],
      parked.map((row) => [
        row.id,
        row.kind ?? '–',
        row.received_on ?? '–',
        row.from_address ?? '–',
        short(row.subject),
        `${row.parked_because ?? ''}${row.likely_reference === null ? '' : ` (likely ${row.likely_reference})`}`,
      ]),
    ),
  );
}

const short = (subject: string | null): string => (subject ?? '').slice(0, 50);

function tableOf(head: string[], rows: string[][]): string {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}

async function show({ db }: Services, reference: string, { json }: Options, io: CommandIo): Promise<void> {
  const shown = await showRequest(db, reference);
  if (!shown) throw new PermanentError(`there is no request ${reference}: \`clerk register list\` shows them all`);
  if (json) io.out(JSON.stringify(shown));
  else for (const line of shownLines(shown)) io.out(line);
}

function shownLines({ request, mails, suggestions, acknowledgements, events, links }: Shown): string[] {
  return [
    `${request.reference}  ${request.kind} under ${[request.regime, ...request.also_regimes].join(', ')}  ${request.status}`,
    `received ${request.received_on}, due ${request.due_on ?? '–'}: ${request.due_because ?? ''}`,
    `from ${request.requester_name ?? ''} <${request.requester_address ?? '–'}>: ${request.subject ?? ''}`,
    ...links.map((link) => `${link.relation} ${link.reference}`),
    '',
    'Suggestions (staff decide)',
    ...suggestions.map(
      (row) =>
        `  ${row.family} ${row.what} ${Math.round(row.confidence * 100)} %: ${row.because} [${row.rules.join(', ')}]`,
    ),
    '',
    'Mails',
    ...mails.map(
      (mail) =>
        `  ${mail.role} ${mail.received_on} ${mail.kind ?? ''} from ${mail.from_address ?? '–'}, sha256 ${mail.sha256.slice(0, 12)}; receipt: ${mail.receipt_because ?? '–'}`,
    ),
    ...acknowledgements.map(
      (row) => `  ${row.kind} ${row.state} to ${row.to_address}${row.because === null ? '' : `: ${row.because}`}`,
    ),
    '',
    'Timeline',
    ...events.map((event) => `  ${event.at.toISOString()} ${event.kind}`),
  ];
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
async function exportCsv({ db }: Services, io: CommandIo): Promise<void> {
  const rows = (await listRequests(db)).map((row) => ({ ...row, also_regimes: row.also_regimes.join(' ') }));
  io.out(stringify(rows, { header: true, quoted: true, escape_formulas: true, bom: true }).trimEnd());
}
