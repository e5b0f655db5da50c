// Due dates beyond the worked table: what the sum says, what it refuses, and what holds for every date of receipt.
import { expect, test } from 'vitest';
import { BANK_HOLIDAYS, bankHolidaysFrom } from '../../src/clock/bank-holidays.ts';
import { addDays, isWeekend } from '../../src/clock/calendar.ts';
import { ClockInputError } from '../../src/clock/clock-input-error.ts';
import { type ClockEvent, type Due, type DueInput, due } from '../../src/clock/due.ts';
import { explain } from '../../src/clock/explain.ts';
import { isWorkingDay } from '../../src/clock/working-days.ts';
import { PermanentError } from '../../src/errors.ts';

const from = (input: Partial<DueInput>): Due =>
  due({ regime: 'foia', receivedOn: '2022-06-29', division: 'england-and-wales', ...input });
const events = (...pairs: [ClockEvent['what'], string][]): ClockEvent[] => pairs.map(([what, on]) => ({ what, on }));

test('the reason names each day that is no holiday in England and Wales, and only those', () => {
  expect(from({}).because).toBe(
    '20th working day after receipt, FOIA s.10(1); 12 July 2022 is a bank holiday in Northern Ireland',
  );
  expect(from({ receivedOn: '2022-05-20' }).because).toBe('20th working day after receipt, FOIA s.10(1)');
  expect(from({ receivedOn: '2025-12-19' }).because).toContain('; 2 January 2026 is a bank holiday in Scotland');
});

test('each weekday that does not count says whose holiday it is and which', () => {
  expect(from({}).days).toEqual([
    { on: '2022-07-12', counts: false, why: 'bank holiday in Northern Ireland (Battle of the Boyne)' },
  ]);
  expect(from({ receivedOn: '2027-12-17' }).days.map(({ why }) => why)).toEqual([
    'bank holiday across the UK (substitute day for Christmas Day)',
    'bank holiday across the UK (substitute day for Boxing Day)',
    "bank holiday across the UK (substitute day for New Year's Day)",
    'bank holiday in Scotland (substitute day for 2nd January)',
  ]);
  expect(from({ receivedOn: '2026-03-20' }).days.at(-1)?.why).toBe(
    'bank holiday in England, Wales and Northern Ireland (Easter Monday)',
  );
});

test('under FOISA Easter Monday, 17 March and 12 July are working days', () => {
  for (const on of ['2024-04-01', '2025-03-17', '2022-07-12', '2026-08-31']) {
    expect(isWorkingDay(on, 'foisa', 'scotland')).toBe(true);
    expect(isWorkingDay(on, 'foia', 'scotland')).toBe(false);
  }
  expect(isWorkingDay('2024-03-29', 'foisa', 'scotland')).toBe(false);
});

test('a question to the requester pauses subject access for each day from the question to the answer', () => {
  const asked = events(['asked', '2026-03-10'], ['answered', '2026-03-12']);
  // 3 April + 3 days is Easter Monday.
  const found = from({ regime: 'sar', receivedOn: '2026-03-03', events: asked });
  expect(found.on).toBe('2026-04-07');
  expect(found.days.map(({ on }) => on)).toEqual(['2026-03-10', '2026-03-11', '2026-03-12', '2026-04-06']);
  const twice = events(
    ['asked', '2026-05-05'],
    ['answered', '2026-05-07'],
    ['asked', '2026-05-07'],
    ['answered', '2026-05-08'],
  );
  expect(from({ regime: 'sar', receivedOn: '2026-05-01', events: twice }).on).toBe('2026-06-05');
});

test('a question on the last day leaves the day after the answer', () => {
  const asked = events(['asked', '2026-06-08'], ['answered', '2026-06-10']);
  expect(
    from({
      regime: 'sar',
      receivedOn: '2026-05-06',
      events: events(['asked', '2026-06-06'], ['answered', '2026-06-10']),
    }).on,
  ).toBe('2026-06-11');
  // 6 June 2026 is a Saturday, so the last day is Monday the 8th.
  expect(from({ regime: 'sar', receivedOn: '2026-05-06', events: asked }).on).toBe('2026-06-11');
});

test('an extended subject access request is due three months after receipt, under Part 3 only since 5 February 2026', () => {
  expect(from({ regime: 'sar', receivedOn: '2025-11-28', extended: true }).on).toBe('2026-03-02');
  expect(from({ regime: 'sar-part3', receivedOn: '2026-02-05', extended: true }).on).toBe('2026-05-05');
  expect(() => from({ regime: 'sar-part3', receivedOn: '2026-02-04', extended: true })).toThrow(
    'since 2026-02-05 only',
  );
});

test('the clock of subject access with a fee runs from the payment', () => {
  const paid = events(['fees-notice', '2026-03-05'], ['fee-paid', '2026-03-16']);
  expect(from({ regime: 'sar', receivedOn: '2026-03-02', events: paid }).on).toBe('2026-04-16');
});

test('while a question or a fees notice is open there is no due date', () => {
  for (const what of ['asked', 'fees-notice'] as const) {
    const open = () => from({ receivedOn: '2026-06-01', events: events([what, '2026-06-09']) });
    expect(open).toThrow(PermanentError);
    expect(open).not.toThrow(ClockInputError);
    expect(open).toThrow('there is no due date while');
  }
});

const REFUSED: [string, Partial<DueInput>, string, RegExp][] = [
  ['an extended FOIA request', { extended: true }, 'extended', /officer estimates/],
  ['an extended FOISA request', { regime: 'foisa', extended: true }, 'extended', /no extension/],
  ['an extended re-use request', { regime: 'rpsi', extended: true }, 'extended', /officer estimates/],
  ['an extended review', { regime: 'eir', extended: true, review: true }, 'extended', /one of the two/],
  ['a review of subject access', { regime: 'sar', review: true }, 'review', /no statutory review/],
  ['a date that does not exist', { receivedOn: '2022-02-29' }, 'receivedOn', /'2022-02-29' is no date/],
  ['a date in words', { receivedOn: '29 June 2022' }, 'receivedOn', /write it as 2022-06-29/],
  ['an event before the receipt', { events: events(['asked', '2022-06-28']) }, 'events', /before the receipt/],
  ['an event on no date', { events: events(['asked', '2022-06-31']) }, 'events', /no date/],
  ['an answer without a question', { events: events(['answered', '2022-07-01']) }, 'events', /in turn/],
  ['two questions in a row', { events: events(['asked', '2022-07-01'], ['asked', '2022-07-02']) }, 'events', /in turn/],
  ['a clarification of re-use', { regime: 'rpsi', events: events(['asked', '2022-07-01']) }, 'events', /leave it out/],
  ['an event of a review', { review: true, events: events(['asked', '2022-07-01']) }, 'events', /leave them out/],
  [
    'a fees notice after the time ran out',
    { events: events(['fees-notice', '2022-07-29'], ['fee-paid', '2022-08-01']) },
    'events',
    /after the time ran out/,
  ],
  [
    'school terms under EIR',
    { regime: 'eir', schoolTerms: [{ from: '2022-01-01', to: '2022-12-31' }] },
    'schoolTerms',
    /FOIA only/,
  ],
  ['no school terms', { schoolTerms: [] }, 'schoolTerms', /add the term before/],
  [
    'school terms out of order',
    { schoolTerms: [{ from: '2022-04-01', to: '2022-03-01' }] },
    'schoolTerms',
    /out of order/,
  ],
  [
    'school terms that end too early',
    { schoolTerms: [{ from: '2022-04-01', to: '2022-07-20' }] },
    'schoolTerms',
    /add the next term/,
  ],
  [
    'school terms that begin too late',
    { schoolTerms: [{ from: '2022-09-01', to: '2022-12-20' }] },
    'schoolTerms',
    /add the term before/,
  ],
];
for (const [what, input, part, message] of REFUSED) {
  test(`${what} is refused, with the cure`, () => {
    expect(() => from(input)).toThrow(message);
    expect(() => from(input)).toThrow(expect.objectContaining({ part }));
  });
}

test('a date outside the bank holiday table says so instead of being silently wrong', () => {
  for (const receivedOn of ['2028-12-11', '2029-06-01', '2011-12-20']) {
    expect(from({ receivedOn })).toMatchObject({ provisional: true });
    expect(from({ receivedOn }).because).toContain('the bank holiday table covers 2012 to 2028 only');
  }
  expect(from({ receivedOn: '2028-11-28' })).toMatchObject({ on: '2028-12-29', provisional: false });
});

test('a newly proclaimed holiday moves the date', () => {
  const table = bankHolidaysFrom({
    firstYear: 2012,
    lastYear: 2028,
    holidays: [
      ...[...BANK_HOLIDAYS.titles].flatMap(([on, day]) =>
        [...day].map(([division, title]) => ({ on, title, in: [division] })),
      ),
      { on: '2022-07-20', title: 'Proclaimed holiday', in: ['scotland'] },
    ],
  });
  const found = due({ regime: 'foia', receivedOn: '2022-06-29', division: 'england-and-wales' }, table);
  expect(found.on).toBe('2022-07-29');
  expect(found.because).toContain('20 July 2022 is a bank holiday in Scotland');
});

test('for every date of receipt the due date is a working day, never goes back, and exactly the days of the law count', () => {
  const wrong: string[] = [];
  for (const regime of ['foia', 'foisa', 'sar'] as const) {
    let before = '';
    for (let receivedOn = '2012-01-01'; receivedOn < '2028-11-01'; receivedOn = addDays(receivedOn, 1)) {
      const { on, days, provisional } = due({ regime, receivedOn, division: 'northern-ireland' });
      const inOrder = on > receivedOn && on >= before && !provisional;
      if (!inOrder || !isWorkingDay(on, regime, 'northern-ireland')) wrong.push(`${regime} ${receivedOn}: ${on}`);
      before = on;
      let counted = -days.length;
      for (let day = addDays(receivedOn, 1); day <= on; day = addDays(day, 1)) if (!isWeekend(day)) counted += 1;
      if (regime !== 'sar' && counted !== 20) wrong.push(`${regime} ${receivedOn}: ${counted} days counted`);
    }
  }
  expect(wrong).toEqual([]);
});

test('the sum as text counts out for a reader', () => {
  expect(explain(from({}))).toBe(`Due Thursday 28 July 2022
20th working day after receipt, FOIA s.10(1); 12 July 2022 is a bank holiday in Northern Ireland.

Received Wednesday 29 June 2022
Weekdays from 30 June 2022 to 28 July 2022: 21
Weekdays that do not count: 1
  Tuesday 12 July 2022: bank holiday in Northern Ireland (Battle of the Boyne)
Days counted: 20`);
});
