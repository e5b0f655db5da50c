// Which calendar date an instant falls on for the authority, and which dates are working days under a regime.
import { PermanentError } from '../errors.ts';
import { BANK_HOLIDAYS, type BankHolidays, DIVISIONS, type Division, inWords, titleInWords } from './bank-holidays.ts';
import { addDays, isCalendarDate, isWeekend } from './calendar.ts';
import { type ClockRegime, REGIME_CLOCKS } from './regime-clock.ts';

/**
 * The calendar date of an instant in the authority's time zone, whatever the process's: a mail of 23:30 UTC on 29 June is
 * received on 30 June in London. Throws PermanentError for an instant that is none, or outside the years 1000 to 2999.
 */
export function receivedOnOf(at: Date, timeZone: string): string {
  if (Number.isNaN(at.getTime())) throw new PermanentError('the time of receipt is not a valid date');
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const on = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  if (!isCalendarDate(on)) throw new PermanentError(`the time of receipt is in no usable year: ${at.toISOString()}`);
  return on;
}

/** Making a format costs a hundred times what using it does; an authority has one time zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/** A bank holiday that keeps a weekday from counting. */
interface Closed {
  readonly where: string; // 'in Northern Ireland', 'across the UK'
  readonly why: string; // 'bank holiday in Northern Ireland (Battle of the Boyne)'
  readonly inEnglandAndWales: boolean;
}

/** Which divisions' bank holidays do not count for a regime: FOIA s.10(6) any part of the UK; FOISA s.73 Scotland only. */
function observed(regime: ClockRegime, division: Division): readonly Division[] {
  const { holidays } = REGIME_CLOCKS[regime];
  if (holidays === 'any') return DIVISIONS;
  return [holidays === 'scotland' ? 'scotland' : division];
}

/** The bank holiday that a date is under a regime, or null. Good Friday and Christmas Day on a weekday are in every division's list. */
export function bankHolidayOn(
  on: string,
  regime: ClockRegime,
  division: Division,
  holidays: BankHolidays = BANK_HOLIDAYS,
): Closed | null {
  const day = holidays.titles.get(on);
  const closed = observed(regime, division).filter((candidate) => day?.has(candidate));
  if (day === undefined || closed.length === 0) return null;
  const titles = new Set(closed.map((candidate) => titleInWords(on, day.get(candidate) ?? '')));
  const where = inWords(closed);
  return {
    where,
    why: `bank holiday ${where} (${[...titles].join('; ')})`,
    inEnglandAndWales: day.has('england-and-wales'),
  };
}

/** Whether a date is a working day under a regime; `division` matters to subject access only. */
export const isWorkingDay = (
  on: string,
  regime: ClockRegime,
  division: Division,
  holidays: BankHolidays = BANK_HOLIDAYS,
): boolean => !isWeekend(on) && bankHolidayOn(on, regime, division, holidays) === null;

/** The date on which the count of days is full: walks on from the day after `after`; `counts` says of each weekday whether it counts. */
export function countOn(after: string, count: number, counts: (on: string) => boolean): string {
  let on = after;
  for (let counted = 0; counted < count; ) {
    on = addDays(on, 1);
    if (!isWeekend(on) && counts(on)) counted += 1;
  }
  return on;
}
