// `clerk register list | show REF | message N | decide REF | release REF | export`: what is in the register, and what staff say of it.
import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { receivedOnOf } from '../clock/working-days.ts';
import { readConfig } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { listParked, listRequests, RECEIPT_COLUMNS, REQUEST_COLUMNS, showRequest } from '../register/list.ts';
import { type Services, services } from '../services.ts';
import type { CommandIo } from './command-io.ts';
import { registerDecide } from './register-decide.ts';
import { type MessageOptions, showMessage } from './register-message.ts';
import { registerRelease } from './register-release.ts';
import { parkedTable, requestTable } from './register-tables.ts';
import { shownLines } from './shown.ts';

interface Options {
  readonly json?: boolean;
}
interface ListOptions extends Options {
  readonly parked?: boolean;
}

export function registerRegister(program: Command, io: CommandIo): void {
  const register = program
    .command('register')
    .summary('read the register: requests, and the mails behind them; write down what staff decided')
    .description('Reads the register. Only decide and release write to it.')
    .showHelpAfterError('Help: clerk register --help');
  register
    .command('list')
    .summary('every request, then the mails that wait for a person')
    .description('Lists every request with its dates and its receipt, then the mails that wait for a person.')
    .option('--parked', 'only the mails that wait for a person, those that tell of danger first')
    .option('--json', 'one JSON object a line, {"row": "request" or "parked", …}')
    .action((options: ListOptions) => withServices((shared) => list(shared, options, io)));
  register
    .command('show')
    .summary('one request: why, by when, its mails and its history')
    .description('Shows one request with the sum of its due date, suggestions, mails, acknowledgements and history.')
    .argument('<reference>', 'as FOI/000012/26; other separators and small letters do no harm')
    .option('--json', 'print JSON')
    .action((reference: string, options: Options) => withServices((shared) => show(shared, reference, options, io)));
  register
    .command('message')
    .summary('one mail: who sent it, what became of it, what it says')
    .description('Shows one stored mail, also one that opened no request or that could not be read.')
    .argument('<number>', 'its number, as `register list`, `register show` and alerts name it')
    .option('--raw', 'write its bytes exactly as they came, into a file: … --raw > mail.eml')
    .option('--json', 'print JSON')
    .action((number: string, options: MessageOptions) =>
      withServices((shared) => showMessage(shared, number, options, io)),
    );
  registerDecide(register, io, withServices);
  registerRelease(register, io, withServices);
  register
    .command('export')
    .summary('every request as CSV')
    .description('Writes every request as CSV for a spreadsheet: … export > requests.csv')
    .option('--json', 'one JSON object a line instead')
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

async function list({ db, config }: Services, { json, parked: onlyParked }: ListOptions, io: CommandIo): Promise<void> {
  const requests = onlyParked ? [] : await listRequests(db);
  const parked = await listParked(db);
  if (json) {
    for (const request of requests) io.out(JSON.stringify({ row: 'request', ...request }));
    for (const message of parked) io.out(JSON.stringify({ row: 'parked', ...message }));
    return;
  }
  if (!onlyParked) io.out(counted(requests.length, 'request', 'requests'));
  if (requests.length > 0) io.out(requestTable(requests, receivedOnOf(new Date(), config.authority.timeZone)));
  io.out(counted(parked.length, 'mail waits for a person', 'mails wait for a person'));
  if (parked.length > 0) io.out(parkedTable(parked));
  if (requests.length > 0) io.out('Read one request: clerk register show REFERENCE');
  if (parked.length > 0) io.out('Read one mail:    clerk register message NUMBER');
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

async function show({ db }: Services, reference: string, { json }: Options, io: CommandIo): Promise<void> {
  const shown = await showRequest(db, reference);
  if (!shown) {
    const number = /^\d+$/.test(reference) ? `; mail ${reference} is \`clerk register message ${reference}\`` : '';
    throw new PermanentError(`there is no request ${reference}: \`clerk register list\` shows them all${number}`);
  }
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
  const columns = [...REQUEST_COLUMNS, ...RECEIPT_COLUMNS];
  io.out(stringify(cells, { header: true, columns, quoted: true, escape_formulas: true, bom: true }).trimEnd());
}
