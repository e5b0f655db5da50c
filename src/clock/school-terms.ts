// The clock of schools under FOIA: the 20th working day that is a school day or the 60th working day, whichever is earlier.
// Source: FOIA s.10(4); SI 2004/3364 reg 3, SI 2009/1369, SI 2010/2768.
import { isCalendarDate, longDate } from './calendar.ts';
import { ClockInputError } from './clock-input-error.ts';
import {
  checkPauses,
  holidaysInWords,
  origin,
  pausesInWords,
  type Sum,
  type SumInput,
  uncounted,
  whyNotCounted,
  workingDaySum,
} from './working-day-sum.ts';
import { countOn } from './working-days.ts';

/** Days on which the school has sessions, both dates inclusive; half-terms are gaps between two terms. */
export interface SchoolTerm {
  readonly from: string;
  readonly to: string;
}

const SCHOOL_DAYS = 20; // SI 2004/3364 reg 3(2)(a)
const LONGEST_IN_WORKING_DAYS = 60; // SI 2004/3364 reg 3(2)(b)

/** The last day of the terms. Throws ClockInputError for a file that would make the sum silently wrong. */
function checkTerms(terms: readonly SchoolTerm[], startedOn: string): string {
  for (const [index, { from, to }] of terms.entries()) {
    const before = terms[index - 1];
    if (!isCalendarDate(from) || !isCalendarDate(to) || to < from || (before !== undefined && from <= before.to)) {
      throw new ClockInputError(
        'schoolTerms',
        `the term ${from} to ${to} is wrong or out of order: give terms by date`,
      );
    }
  }
  const [first] = terms;
  const last = terms.at(-1);
  if (first === undefined || last === undefined || first.from > startedOn) {
    throw new ClockInputError('schoolTerms', `the terms begin after ${startedOn}: add the term before that date`);
  }
  return last.to;
}

/** The sum for a school; throws ClockInputError when the terms end before it is decided. */
export function schoolSum(input: SumInput, terms: readonly SchoolTerm[]): Sum {
  const { start } = input;
  const lastTermEndsOn = checkTerms(terms, start.on);
  const why = (on: string) =>
    whyNotCounted(on, input) ??
    (terms.some(({ from, to }) => from <= on && on <= to) ? null : 'outside the school terms, FOIA s.10(4)');
  // What comes after the last term is unknown, so a count that runs past it is no result.
  const on = countOn(start.on, SCHOOL_DAYS, (day) => day > lastTermEndsOn || why(day) === null);
  const longest = workingDaySum({ ...input, limit: { ...input.limit, count: LONGEST_IN_WORKING_DAYS } });
  if (on > lastTermEndsOn && longest.on > lastTermEndsOn) {
    throw new ClockInputError(
      'schoolTerms',
      `the terms end on ${lastTermEndsOn}, too early to tell: add the next term`,
    );
  }
  const provision = { ...input, limit: { ...input.limit, provision: 'FOIA s.10(4) and SI 2004/3364 reg 3' } };
  if (longest.on < on) {
    const because = `60th working day after ${origin(provision)}, as the 20th school day is later`;
    return { ...longest, because: because + pausesInWords(input) + holidaysInWords(input, longest.days) };
  }
  checkPauses(input.spans, on);
  const days = uncounted(start.on, on, why);
  const because = `20th school day after ${origin(provision)}, which is before the 60th working day, ${longDate(longest.on)}`;
  return { on, because: because + pausesInWords(input) + holidaysInWords(input, days), days };
}
