// The date by which the law wants an answer, and the sum that leads to it: pure, from the date of receipt and what happened since.
import { BANK_HOLIDAYS, type BankHolidays, DIVISIONS, type Division, isCovered } from './bank-holidays.ts';
import { isCalendarDate } from './calendar.ts';
import { ClockInputError } from './clock-input-error.ts';
import { type ClockEvent, spansOf, startOf } from './events.ts';
import { monthSum } from './month-sum.ts';
import {
  CLOCK_REGIMES,
  type ClockRegime,
  PART_3_EXTENSION_SINCE_ON,
  REGIME_CLOCKS,
  type TimeLimit,
} from './regime-clock.ts';
import { type SchoolTerm, schoolSum } from './school-terms.ts';
import { type SumInput, workingDaySum } from './working-day-sum.ts';

export type { Division } from './bank-holidays.ts';
export type { ClockEvent } from './events.ts';

/** Dates are calendar dates of the authority; `review` is an internal review received then, `extended` the statutory extension. */
export interface DueInput {
  readonly regime: ClockRegime;
  readonly receivedOn: string;
  readonly division: Division;
  readonly review?: boolean;
  readonly extended?: boolean;
  readonly events?: readonly ClockEvent[];
  /** For schools under FOIA: the terms, in order, both dates inclusive. */
  readonly schoolTerms?: readonly SchoolTerm[];
}

/** A due date with its sum. */
export interface Due {
  readonly receivedOn: string;
  readonly regime: ClockRegime;
  /** Day nought of the count: the receipt, or the answer or fee that restarted the clock. */
  readonly startedOn: string;
  readonly on: string;
  /** In plain English, with the provision and each day that is no holiday in England and Wales. */
  readonly because: string;
  /** Every weekday between `startedOn` and `on` that did not count. */
  readonly days: readonly { readonly on: string; readonly counts: false; readonly why: string }[];
  /** True when a day of the sum lies outside the bank holiday table: `because` says so, and the true date may be later. */
  readonly provisional: boolean;
}

function check({ regime, receivedOn, division, review, extended, events, schoolTerms }: DueInput): void {
  if (!CLOCK_REGIMES.includes(regime)) {
    throw new ClockInputError('regime', `'${regime}' is no regime: write one of ${CLOCK_REGIMES.join(', ')}`);
  }
  if (!isCalendarDate(receivedOn)) {
    throw new ClockInputError('receivedOn', `'${receivedOn}' is no date: write it as 2022-06-29`);
  }
  if (!DIVISIONS.includes(division)) {
    throw new ClockInputError('division', `'${division}' is no division: write one of ${DIVISIONS.join(', ')}`);
  }
  if (review && extended) {
    throw new ClockInputError('extended', 'a review has no statutory extension: give one of the two');
  }
  if (review && events !== undefined && events.length > 0) {
    throw new ClockInputError('events', 'events move the clock of a request, not of its review: leave them out');
  }
  if (schoolTerms !== undefined && (regime !== 'foia' || review)) {
    throw new ClockInputError(
      'schoolTerms',
      'school days count for requests under FOIA only (s.10(4)): leave them out',
    );
  }
  if (extended && regime === 'sar-part3' && receivedOn < PART_3_EXTENSION_SINCE_ON) {
    throw new ClockInputError(
      'extended',
      `Part 3 subject access can be extended since ${PART_3_EXTENSION_SINCE_ON} only (Data Protection Act 2018, s.54(3A)): leave it out`,
    );
  }
}

function limitOf({ regime, review, extended }: DueInput): TimeLimit {
  const part = review ? 'review' : 'extended';
  const limit = review || extended ? REGIME_CLOCKS[regime][part] : REGIME_CLOCKS[regime].request;
  if ('none' in limit) throw new ClockInputError(part, limit.none);
  return limit;
}

/** The sum that the law prescribes for this input: months, school days or working days. */
function sumOf(input: SumInput, schoolTerms: readonly SchoolTerm[] | undefined) {
  if (input.limit.unit === 'month') return monthSum(input);
  return schoolTerms === undefined ? workingDaySum(input) : schoolSum(input, schoolTerms);
}

/**
 * The due date under a regime. Throws ClockInputError (a PermanentError) that names the part of the input and its cure, and
 * PermanentError while a question or a fees notice is open: then no due date exists. `holidays` may hold a newly proclaimed day.
 */
export function due(input: DueInput, holidays: BankHolidays = BANK_HOLIDAYS): Due {
  check(input);
  const { regime, receivedOn, division } = input;
  const limit = limitOf(input);
  const spans = spansOf(input.events ?? [], regime, receivedOn);
  const start = startOf(receivedOn, spans);
  const { on, because, days } = sumOf({ regime, division, limit, spans, start, holidays }, input.schoolTerms);
  const provisional = !isCovered(start.on, holidays) || !isCovered(on, holidays);
  const horizon = `; the bank holiday table covers ${holidays.firstYear} to ${holidays.lastYear} only, so the true date may be later: bring the table up to date from https://www.gov.uk/bank-holidays`;
  return {
    receivedOn,
    regime,
    startedOn: start.on,
    on,
    because: provisional ? because + horizon : because,
    days: days.map((day) => ({ on: day.on, counts: false, why: day.why })),
    provisional,
  };
}
