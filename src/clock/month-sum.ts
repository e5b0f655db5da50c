// A due date that is counted in months: the corresponding date, moved on by pauses and past weekends and holidays.
// Source: ICO, right of access guidance, "How long do we have to comply?"; UK GDPR Art 12 and 12A; Data Protection Act 2018 s.54.
import { addDays, addMonths, daysBetween, isWeekend, longDate, weekdayName } from './calendar.ts';
import {
  checkPauses,
  origin,
  pausesInWords,
  type Sum,
  type SumInput,
  uncounted,
  whyClosed,
  whyPaused,
} from './working-day-sum.ts';
import { bankHolidayOn, countOn, isWorkingDay } from './working-days.ts';

const MONTHS_IN_WORDS: ReadonlyMap<number, string> = new Map([
  [1, 'one month'],
  [3, 'three months (one, and two more by extension)'],
]);

const later = (one: string, other: string): string => (one > other ? one : other);

/** The date itself, or the next working day. */
function rolled(on: string, { regime, division, holidays }: SumInput): string {
  return isWorkingDay(on, regime, division, holidays)
    ? on
    : countOn(on, 1, (day) => isWorkingDay(day, regime, division, holidays));
}

/** The date moved on by each day of a pause, once: those of the question and of the answer included, s.54(3C)(b). */
function movedByPauses(corresponding: string, input: SumInput): string {
  let full = corresponding;
  let after = addDays(input.start.on, -1);
  for (const span of input.spans.filter(({ effect }) => effect === 'pauses')) {
    const first = later(span.from, addDays(after, 1));
    if (span.to < first) continue;
    // A question on the last day, where that is a date already rolled on, pauses from there.
    if (span.from > full) full = rolled(full, input);
    checkPauses([span], full);
    full = addDays(full, daysBetween(first, span.to) + 1);
    after = span.to;
  }
  return full;
}

function whyRolled(on: string, { regime, division, holidays }: SumInput): string {
  if (isWeekend(on)) return `; ${longDate(on)} is a ${weekdayName(on)}, so the next working day`;
  const holiday = bankHolidayOn(on, regime, division, holidays);
  return holiday === null ? '' : `; ${longDate(on)} is a bank holiday ${holiday.where}, so the next working day`;
}

/** The sum in months after the start. Bank holidays before the corresponding date count. */
export function monthSum(input: SumInput): Sum {
  const { limit, start } = input;
  const corresponding = addMonths(start.on, limit.count);
  const noSuchDay = corresponding.slice(8) !== start.on.slice(8);
  const full = movedByPauses(corresponding, input);
  const on = rolled(full, input);
  const days = uncounted(addDays(start.on, -1), on, (day) =>
    day < full ? whyPaused(day, input) : whyClosed(day, input),
  );
  const because = [
    `${MONTHS_IN_WORDS.get(limit.count)} after ${origin(input)}`,
    noSuchDay ? `; that month has no day ${Number(start.on.slice(8))}, so its last day` : '',
    pausesInWords(input),
    whyRolled(full, input),
  ].join('');
  return { on, because, days };
}
