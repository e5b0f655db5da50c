// The date of receipt of an instant, in whatever time zone the process runs, and the table of bank holidays itself.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { BANK_HOLIDAYS } from '../../src/clock/bank-holidays.ts';
import { addMonths, daysBetween, isCalendarDate, isWeekend, longDate, weekdayName } from '../../src/clock/calendar.ts';
import type { Division } from '../../src/clock/due.ts';
import { receivedOnOf } from '../../src/clock/working-days.ts';
import { PermanentError } from '../../src/errors.ts';

const IN_LONDON = [
  ['2022-06-29T22:59:59Z', '2022-06-29'],
  ['2022-06-29T23:00:00Z', '2022-06-30'],
  ['2022-06-29T23:30:00Z', '2022-06-30'],
  ['2022-12-31T23:59:59Z', '2022-12-31'],
  ['2023-01-01T00:00:00Z', '2023-01-01'],
  ['2026-03-29T00:59:59Z', '2026-03-29'],
  ['2026-10-24T23:30:00Z', '2026-10-25'],
  ['2026-10-25T23:30:00Z', '2026-10-25'],
] as const;

for (const zone of ['UTC', 'Europe/London', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Kolkata']) {
  test(`a mail of 23:30 UTC in summer is received the next day in London, also on a machine in ${zone}`, () => {
    const script = `
      import { receivedOnOf } from './src/clock/working-days.ts';
      import { due } from './src/clock/due.ts';
      const on = ${JSON.stringify(IN_LONDON.map(([at]) => at))}.map((at) => receivedOnOf(new Date(at), 'Europe/London'));
      console.log(JSON.stringify({ on, due: due({ regime: 'foia', receivedOn: '2022-06-29', division: 'scotland' }).on, offset: new Date(0).getTimezoneOffset() }));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: { TZ: zone },
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toMatchObject({ on: IN_LONDON.map(([, on]) => on), due: '2022-07-28' });
  });
}

test('the date of receipt is that of the time zone asked for', () => {
  const at = new Date('2022-06-29T23:30:00Z');
  expect(receivedOnOf(at, 'UTC')).toBe('2022-06-29');
  expect(receivedOnOf(at, 'Pacific/Kiritimati')).toBe('2022-06-30');
});

test('an instant that is none, or in a year that no mail has, is refused', () => {
  expect(() => receivedOnOf(new Date('yesterday'), 'Europe/London')).toThrow(PermanentError);
  expect(() => receivedOnOf(new Date(8.64e15), 'Europe/London')).toThrow('no usable year');
  expect(() => receivedOnOf(new Date('-000044-03-15T12:00:00Z'), 'Europe/London')).toThrow('no usable year');
});

test('dates that do not exist are no dates', () => {
  for (const text of [
    '2023-02-29',
    '2022-13-01',
    '2022-00-10',
    '2022-06-31',
    '22-06-29',
    '2022-6-29',
    '2022-06-29T00:00',
    '',
    '+02022-06-29',
  ]) {
    expect(isCalendarDate(text)).toBe(false);
  }
  expect(isCalendarDate('2024-02-29')).toBe(true);
});

test('months end where they end', () => {
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
  expect(addMonths('2025-11-30', 3)).toBe('2026-02-28');
  expect(addMonths('2025-12-15', 1)).toBe('2026-01-15');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(`${weekdayName('2022-07-12')} ${longDate('2022-07-12')}`).toBe('Tuesday 12 July 2022');
});

test('every division has each of its holidays in every year, on a weekday; Good Friday is everywhere, Easter Monday not in Scotland', () => {
  for (const on of BANK_HOLIDAYS.titles.keys()) expect(isWeekend(on)).toBe(false);
  const ofYear = (year: number, division: Division) =>
    [...BANK_HOLIDAYS.titles]
      .filter(([on, day]) => on.startsWith(`${year}-`) && day.has(division))
      .map(([, day]) => day.get(division));
  for (let year = BANK_HOLIDAYS.firstYear; year <= BANK_HOLIDAYS.lastYear; year += 1) {
    const [england, scotland, ireland] = [
      ofYear(year, 'england-and-wales'),
      ofYear(year, 'scotland'),
      ofYear(year, 'northern-ireland'),
    ];
    for (const titles of [england, scotland, ireland]) {
      expect(titles).toEqual(expect.arrayContaining(["New Year's Day", 'Good Friday', 'Christmas Day', 'Boxing Day']));
    }
    expect(england).toContain('Easter Monday');
    expect(scotland).toEqual(expect.arrayContaining(['2nd January', "St Andrew's Day"]));
    expect(scotland).not.toContain('Easter Monday');
    expect(ireland).toEqual(expect.arrayContaining(["St Patrick's Day", "Battle of the Boyne (Orangemen's Day)"]));
  }
});
