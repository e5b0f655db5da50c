// `clerk register list | show REF | export`: what is in the register.

import Table from 'cli-table3';
import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { receivedOnOf } from '../clock/working-days.ts';
import { readConfig } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { listParked, listRequests, REQUEST_COLUMNS, showRequest } from '../register/list.ts';
import { type Services, services } from '../services.ts';
import type { CommandIo } from './command-io.ts';
import { shownLines } from './shown.ts';

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
    .option('--json', 'one JSON object a line')
    .action((options: Options) => withServices((shared) => exportAll(shared, options, io)));
}

async function withServices(work: (shared: Services) => Promise<void>): Promise<void> {
  const shared = await services(readConfig());
  try {
    await work(shared);
  } finally {
    await shared.close();
  }
}

async function list({ db, config }: Services, { json }: Options, io: CommandIo): Promise<void> {
  const requests = await listRequests(db);
  const parked = await listParked(db);
  if (json) {
    for (const request of requests) io.out(JSON.stringify({ row: 'request', ...request }));
    for (const message of parked) io.out(JSON.stringify({ row: 'parked', ...message }));
    return;
  }
  io.out(counted(requests.length, 'request', 'requests'));
  if (requests.length > 0) io.out(requestTable(requests, receivedOnOf(new Date(), config.authority.timeZone)));
  if (parked.length === 0) return;
  io.out(counted(parked.length, 'mail waits for a person', 'mails wait for a person'));
  io.out(parkedTable(parked));
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function requestTable(requests: Awaited<ReturnType<typeof listRequests>>, today: string): string {
  const head = ['Reference', 'Kind', 'Regime', 'Received', 'Due', 'Requester', 'Subject'];
  const rows = requests.map((row) => [
    row.reference,
    words(row.kind),
    [row.regime, ...row.also_regimes].join(', '),
    row.received_on,
    row.due_on === null ? '–' : `${row.due_on}${row.status === 'open' && row.due_on < today ? ' overdue' : ''}`,
    row.requester_name ?? row.requester_address ?? 'named in the text',
    row.subject ?? '',
  ]);
  return tableOf(head, [20, 10, 8, 12, 12, 24, 34], rows);
}

function parkedTable(parked: Awaited<ReturnType<typeof listParked>>): string {
  const head = ['Message', 'Kind', 'Received', 'From', 'Subject', 'Because'];
  const rows = parked.map((row) => [
    row.id,
    words(row.kind ?? 'not read'),
    row.received_on ?? '–',
    row.from_address ?? '–',
    row.subject ?? '–',
    `${row.parked_because ?? ''}${row.likely_reference === null ? '' : `. Likely ${row.likely_reference}`}`,
  ]);
  return tableOf(head, [9, 14, 12, 24, 26, 36], rows);
}

const words = (kind: string): string => kind.replaceAll('_', ' ');

/** Long cells go on below, and what has no space to break at (an address) is broken at the column, never cut. */
function tableOf(head: string[], colWidths: number[], rows: string[][]): string {
  const table = new Table({ head, colWidths, wordWrap: true, style: { head: [], border: [] } });
  const fitted = (cell: string, column: number): string => {
    const room = (colWidths[column] ?? 0) - PADDING;
    return printable(cell).replace(new RegExp(`\\S{${room}}(?=\\S)`, 'g'), '$& ');
  };
  table.push(...rows.map((row) => row.map(fitted)));
  return table.toString();
}

/** One space each side of a cell. */
const PADDING = 2;

/** A terminal obeys control characters, and a hostile subject must not; line ends would break the table. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

async function show({ db }: Services, reference: string, { json }: Options, io: CommandIo): Promise<void> {
  const shown = await showRequest(db, reference);
  if (!shown) throw new PermanentError(`there is no request ${reference}: \`clerk register list\` shows them all`);
  if (json) io.out(JSON.stringify(shown));
  else for (const line of shownLines(shown)) io.out(line);
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
async function exportAll({ db }: Services, { json }: Options, io: CommandIo): Promise<void> {
  const rows = await listRequests(db);
  if (json) {
    for (const row of rows) io.out(JSON.stringify(row));
    return;
  }
  const cells = rows.map((row) => ({ ...row, also_regimes: row.also_regimes.join(' ') }));
  const columns = [...REQUEST_COLUMNS];
  io.out(stringify(cells, { header: true, columns, quoted: true, escape_formulas: true, bom: true }).trimEnd());
}
