// The bank holidays of the three divisions of the United Kingdom, with their titles and the years that the table covers.
import table from './bank-holidays.json' with { type: 'json' };

/** The parts of the United Kingdom that have bank holidays of their own: Banking and Financial Dealings Act 1971, Sch 1. */
export const DIVISIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type Division = (typeof DIVISIONS)[number];

/** A table of bank holidays. Outside `firstYear` to `lastYear` it knows nothing, which is not the same as no holiday. */
export interface BankHolidays {
  readonly firstYear: number;
  readonly lastYear: number;
  /** Date → division → title as GOV.UK gives it. */
  readonly titles: ReadonlyMap<string, ReadonlyMap<Division, string>>;
}

interface HolidayTable {
  readonly firstYear: number;
  readonly lastYear: number;
  readonly holidays: readonly { readonly on: string; readonly title: string; readonly in: readonly string[] }[];
}

/** A table from rows of {on, title, in: divisions}: the shipped file, or one with a newly proclaimed day added. */
export function bankHolidaysFrom({ firstYear, lastYear, holidays }: HolidayTable): BankHolidays {
  const titles = new Map<string, Map<Division, string>>();
  for (const holiday of holidays) {
    const day = titles.get(holiday.on) ?? new Map<Division, string>();
    for (const division of DIVISIONS) if (holiday.in.includes(division)) day.set(division, holiday.title);
    titles.set(holiday.on, day);
  }
  return { firstYear, lastYear, titles };
}

/** The shipped table: GOV.UK, Open Government Licence v3.0; source and date are in the file. */
export const BANK_HOLIDAYS = bankHolidaysFrom(table);

/** Whether the table can say if this date is a holiday. */
export const isCovered = (on: string, { firstYear, lastYear }: BankHolidays): boolean =>
  Number(on.slice(0, 4)) >= firstYear && Number(on.slice(0, 4)) <= lastYear;

const NATIONS: Record<Division, readonly string[]> = {
  'england-and-wales': ['England', 'Wales'],
  scotland: ['Scotland'],
  'northern-ireland': ['Northern Ireland'],
};

/** The divisions as prose: 'in England and Wales', 'in England, Wales and Northern Ireland', 'across the UK'. */
export function inWords(divisions: readonly Division[]): string {
  if (divisions.length === DIVISIONS.length) return 'across the UK';
  return `in ${new Intl.ListFormat('en-GB').format(divisions.flatMap((division) => NATIONS[division]))}`;
}

// Where the holiday has a fixed day (1971 Act Sch 1; St Andrew's Day Bank Holiday (Scotland) Act 2007), any other date is a substitute for it.
const FIXED_DAYS: ReadonlyMap<string, string> = new Map([
  ["New Year's Day", '01-01'],
  ['2nd January', '01-02'],
  ["St Patrick's Day", '03-17'],
  ['Battle of the Boyne', '07-12'],
  ["St Andrew's Day", '11-30'],
  ['Christmas Day', '12-25'],
  ['Boxing Day', '12-26'],
]);

/** The title of a holiday for a reader: 'Battle of the Boyne', 'substitute day for Christmas Day'. */
export function titleInWords(on: string, title: string): string {
  const plain = title.replace(/ \(.*\)$/, '');
  const fixed = FIXED_DAYS.get(plain);
  return fixed === undefined || on.endsWith(fixed) ? plain : `substitute day for ${plain}`;
}
