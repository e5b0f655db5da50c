// Arithmetic on calendar dates as 'YYYY-MM-DD' strings, in UTC throughout, so that no time zone can shift a day.

const DAY_MS = 24 * 60 * 60 * 1000;

const atMidnightUtc = (on: string): Date => new Date(`${on}T00:00:00Z`);
const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Whether a text is a date that exists. Years 1000 to 2999, so that sums stay four digits long: no mail has another. */
export const isCalendarDate = (text: string): boolean =>
  /^[12]\d{3}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(atMidnightUtc(text).getTime()) &&
  dateOf(atMidnightUtc(text)) === text;

/** The date a number of calendar days later (or earlier, when negative). */
export const addDays = (on: string, days: number): string =>
  dateOf(new Date(atMidnightUtc(on).getTime() + days * DAY_MS));

/** Calendar days from one date to another; positive when `to` is later. */
export const daysBetween = (from: string, to: string): number =>
  (atMidnightUtc(to).getTime() - atMidnightUtc(from).getTime()) / DAY_MS;

/** The corresponding date some months later; where that month has no such day, its last day. */
export function addMonths(on: string, months: number): string {
  const from = atMidnightUtc(on);
  const firstOfMonth = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const lastOfMonth = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0);
  return dateOf(new Date(Math.min(firstOfMonth + (from.getUTCDate() - 1) * DAY_MS, lastOfMonth)));
}

/** Whether a date is a Saturday or a Sunday. */
export const isWeekend = (on: string): boolean => [0, 6].includes(atMidnightUtc(on).getUTCDay());

const LONG = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' });

/** '2022-07-12' as '12 July 2022'. */
export const longDate = (on: string): string => LONG.format(atMidnightUtc(on));

/** '2022-07-12' as 'Tuesday'. */
export const weekdayName = (on: string): string => WEEKDAY.format(atMidnightUtc(on));
