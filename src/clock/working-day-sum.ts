// A due date that is counted in working days: which weekdays do not count and why, and the sentence that says so.
import type { BankHolidays, Division } from './bank-holidays.ts';
import { addDays, isWeekend, longDate } from './calendar.ts';
import { ClockInputError } from './clock-input-error.ts';
import type { Span } from './events.ts';
import type { ClockRegime, TimeLimit } from './regime-clock.ts';
import { bankHolidayOn, countOn } from './working-days.ts';

/** What a sum needs; `start.by` is the span that restarted the clock. */
export interface SumInput {
  readonly regime: ClockRegime;
  readonly division: Division;
  readonly limit: TimeLimit;
  readonly spans: readonly Span[];
  readonly start: { readonly on: string; readonly by: Span | null };
  readonly holidays: BankHolidays;
}
export interface Sum {
  readonly on: string;
  readonly because: string;
  readonly days: readonly { readonly on: string; readonly why: string }[];
}

/** Why a date is inside a pause, or null. */
export function whyPaused(on: string, { spans }: SumInput): string | null {
  const pause = spans.find(({ effect, from, to }) => effect === 'pauses' && from <= on && on <= to);
  return pause === undefined ? null : `${pause.inWords}, ${pause.provision}`;
}

/** The bank holiday that a date is, in words, or null. */
export const whyClosed = (on: string, { regime, division, holidays }: SumInput): string | null =>
  bankHolidayOn(on, regime, division, holidays)?.why ?? null;

/** Why a weekday does not count, by the calendar or by a pause; null when it does. */
export const whyNotCounted = (on: string, input: SumInput): string | null =>
  whyClosed(on, input) ?? whyPaused(on, input);

/** The weekdays after one date and up to another that do not count, with the reason. */
export function uncounted(after: string, until: string, why: (on: string) => string | null): Sum['days'] {
  const days: { on: string; why: string }[] = [];
  for (let on = addDays(after, 1); on <= until; on = addDays(on, 1)) {
    const reason = isWeekend(on) ? null : why(on);
    if (reason !== null) days.push({ on, why: reason });
  }
  return days;
}

/** 'receipt, FOIA s.10(1)', or what restarted the clock with both provisions. */
export function origin({ limit, start }: SumInput): string {
  if (start.by === null) return `${limit.after}, ${limit.provision}`;
  return `${start.by.metBy} on ${longDate(start.on)}, ${limit.provision} and ${start.by.provision}`;
}

/** '; the days from … to … do not count' for each pause that falls in the sum. */
export const pausesInWords = ({ spans, start }: SumInput): string =>
  spans
    .filter(({ effect, to }) => effect === 'pauses' && to > start.on)
    .map(({ inWords, provision }) => `; the days ${inWords} do not count, ${provision}`)
    .join('');

/** '; 12 July 2022 is a bank holiday in Northern Ireland' for each holiday in the sum that England and Wales do not have. */
export const holidaysInWords = ({ regime, division, holidays }: SumInput, days: Sum['days']): string =>
  days
    .map(({ on }) => ({ on, holiday: bankHolidayOn(on, regime, division, holidays) }))
    .filter(({ holiday }) => holiday !== null && !holiday.inEnglandAndWales)
    .map(({ on, holiday }) => `; ${longDate(on)} is a bank holiday ${holiday?.where}`)
    .join('');

/** A pause that began when the time had run out can move nothing: somebody mistook a date. Throws ClockInputError. */
export function checkPauses(spans: readonly Span[], dueOn: string): void {
  const late = spans.find(({ effect, from }) => effect === 'pauses' && from > dueOn);
  if (late === undefined) return;
  const days = `the days ${late.inWords}`;
  throw new ClockInputError('events', `${days} come after the time ran out on ${longDate(dueOn)}: leave them out`);
}

/** The sum in working days after the start. */
export function workingDaySum(input: SumInput): Sum {
  const { limit, start } = input;
  const why = (on: string) => whyNotCounted(on, input);
  const on = countOn(start.on, limit.count, (day) => why(day) === null);
  checkPauses(input.spans, on);
  const days = uncounted(start.on, on, why);
  const because = `${limit.count}th working day after ${origin(input)}${pausesInWords(input)}${holidaysInWords(input, days)}`;
  return { on, because, days };
}
