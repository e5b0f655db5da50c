// `clerk due`: a due date and its sum, for one request from options or for many from lines of standard input.
import type { Command } from 'commander';
import { DIVISIONS } from '../clock/bank-holidays.ts';
import { ClockInputError, type DueInputPart } from '../clock/clock-input-error.ts';
import { type DueInput, due } from '../clock/due.ts';
import { CLOCK_EVENTS, type ClockEvent } from '../clock/events.ts';
import { explain } from '../clock/explain.ts';
import { CLOCK_REGIMES } from '../clock/regime-clock.ts';
import type { CommandIo } from './command-io.ts';
import { dueJson, dueLines } from './due-lines.ts';
import { readSchoolTerms, SCHOOL_TERMS_EXAMPLE } from './school-terms-file.ts';
import { choiceOf, UsageError } from './usage.ts';

interface Options {
  readonly regime?: string;
  readonly received?: string;
  readonly division: string;
  readonly extended?: boolean;
  readonly review?: boolean;
  readonly event?: readonly string[];
  readonly schoolTerms?: string;
  readonly json?: boolean;
}

const OPTION_OF: Record<DueInputPart, string> = {
  regime: '--regime',
  receivedOn: '--received',
  division: '--division',
  review: '--review',
  extended: '--extended',
  events: '--event',
  schoolTerms: '--school-terms',
};

function eventFrom(text: string): ClockEvent {
  const [name, on, ...rest] = text.split(':');
  const what = CLOCK_EVENTS.find((candidate) => candidate === name);
  if (what === undefined || on === undefined || rest.length > 0) {
    throw new UsageError(`--event ${text}: write ${CLOCK_EVENTS.join('|')}:YYYY-MM-DD, as asked:2026-06-09`);
  }
  return { what, on };
}

async function one(options: Options, io: CommandIo): Promise<void> {
  const { regime, received, division, extended, review, event = [], schoolTerms } = options;
  if (regime === undefined) throw new UsageError(`--regime is missing: write one of ${CLOCK_REGIMES.join(', ')}`);
  if (received === undefined) throw new UsageError('--received is missing: write the date of receipt as YYYY-MM-DD');
  const input: DueInput = {
    regime: choiceOf('--regime', regime, CLOCK_REGIMES),
    receivedOn: received,
    division: choiceOf('--division', division, DIVISIONS),
    extended,
    review,
    events: event.map(eventFrom),
    schoolTerms: schoolTerms === undefined ? undefined : await readSchoolTerms(schoolTerms),
  };
  try {
    const found = due(input);
    io.out(options.json ? dueJson(found) : explain(found));
  } catch (error) {
    if (!(error instanceof ClockInputError)) throw error;
    throw new UsageError(`${OPTION_OF[error.part]}: ${error.message}`, { cause: error });
  }
}

function many(options: Options, io: CommandIo): Promise<void> {
  const { regime, received, division, extended, review, event = [], schoolTerms, json } = options;
  if (!json) throw new UsageError('due -: it prints JSON only, so add --json');
  if (regime !== undefined || received !== undefined) {
    throw new UsageError('--regime and --received are read from the lines with -: leave them out');
  }
  if (event.length > 0 || schoolTerms !== undefined) {
    throw new UsageError('--event and --school-terms concern one request: give --regime and --received instead of -');
  }
  return dueLines({ division: choiceOf('--division', division, DIVISIONS), extended, review }, io);
}

/** Adds `due` to the command line. Rejects with UsageError for wrong usage (exit code 2), another error for a failure (1). */
export function dueCommand(program: Command, io: CommandIo): void {
  program
    .command('due')
    .summary('the date by which the law wants an answer, and its sum')
    .description('Prints the date by which the law wants an answer, with each weekday that does not count and why.')
    .argument('[lines]', '- reads lines `regime YYYY-MM-DD` and prints one JSON object for each (needs --json)')
    .option('--regime <regime>', CLOCK_REGIMES.join(', '))
    .option('--received <date>', 'date of receipt, YYYY-MM-DD: the day itself, also a weekend or holiday')
    .option('--division <division>', `whose holidays subject access rolls over: ${DIVISIONS.join(', ')}`, DIVISIONS[0])
    .option('--extended', 'with the statutory extension (eir, eisr, sar, sar-part3)')
    .option('--review', 'the due date of an internal review that was received then')
    .option(
      '--event <what:date>',
      `what moved the clock, repeatable: ${CLOCK_EVENTS.join(', ')}, as asked:2026-06-09`,
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option(
      '--school-terms <file>',
      `schools under FOIA: a YAML or JSON list of terms by date, as ${SCHOOL_TERMS_EXAMPLE}`,
    )
    .option('--json', 'print JSON')
    .action(async (lines: string | undefined, options: Options) => {
      if (lines === undefined) return one(options, io);
      if (lines === '-') return many(options, io);
      throw new UsageError(`due ${lines}: the only argument is -, for lines on standard input`);
    });
}
