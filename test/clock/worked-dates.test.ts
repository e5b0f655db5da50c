// The worked dates of the due-date table, one test a row: what falls due when, and which weekdays did not count.
import { expect, test } from 'vitest';
import { type DueInput, due } from '../../src/clock/due.ts';

const on = (input: Partial<DueInput> & Pick<DueInput, 'regime' | 'receivedOn'>) =>
  due({ division: 'england-and-wales', ...input });

// Received, FOIA and EIR due, FOISA due, weekdays that do not count under FOIA.
const TWENTY_DAYS = [
  ['2022-06-29', '2022-07-28', '2022-07-27', '2022-07-12'],
  ['2022-05-20', '2022-06-21', '2022-06-21', '2022-06-02 2022-06-03'],
  ['2022-09-05', '2022-10-04', '2022-10-04', '2022-09-19'],
  ['2023-04-21', '2023-05-23', '2023-05-23', '2023-05-01 2023-05-08'],
  ['2021-12-20', '2022-01-21', '2022-01-21', '2021-12-27 2021-12-28 2022-01-03 2022-01-04'],
  ['2022-12-09', '2023-01-12', '2023-01-12', '2022-12-26 2022-12-27 2023-01-02 2023-01-03'],
  ['2023-12-22', '2024-01-25', '2024-01-25', '2023-12-25 2023-12-26 2024-01-01 2024-01-02'],
  ['2025-12-19', '2026-01-22', '2026-01-22', '2025-12-25 2025-12-26 2026-01-01 2026-01-02'],
  ['2025-12-25', '2026-01-27', '2026-01-27', '2025-12-26 2026-01-01 2026-01-02'],
  ['2024-03-01', '2024-04-03', '2024-04-01', '2024-03-18 2024-03-29 2024-04-01'],
  ['2025-03-03', '2025-04-01', '2025-03-31', '2025-03-17'],
  ['2025-04-01', '2025-05-01', '2025-04-30', '2025-04-18 2025-04-21'],
  ['2026-03-20', '2026-04-21', '2026-04-20', '2026-04-03 2026-04-06'],
  ['2026-06-01', '2026-06-30', '2026-06-30', '2026-06-15'],
  ['2026-06-30', '2026-07-29', '2026-07-28', '2026-07-13'],
  ['2026-07-20', '2026-08-18', '2026-08-18', '2026-08-03'],
  ['2024-11-15', '2024-12-16', '2024-12-16', '2024-12-02'],
  ['2025-11-17', '2025-12-16', '2025-12-16', '2025-12-01'],
  ['2026-11-16', '2026-12-15', '2026-12-15', '2026-11-30'],
  ['2025-08-09', '2025-09-08', '2025-09-05', '2025-08-25'],
  ['2027-12-17', '2028-01-20', '2028-01-20', '2027-12-27 2027-12-28 2028-01-03 2028-01-04'],
] as const;

for (const [receivedOn, foiaOn, foisaOn, days] of TWENTY_DAYS) {
  test(`received on ${receivedOn}: FOIA, EIR and RPSI due ${foiaOn}, FOISA and EI(S)R due ${foisaOn}`, () => {
    for (const regime of ['foia', 'eir', 'rpsi'] as const) {
      const found = on({ regime, receivedOn });
      expect([found.on, found.days.map((day) => day.on).join(' ')]).toEqual([foiaOn, days]);
    }
    expect(on({ regime: 'foisa', receivedOn }).on).toBe(foisaOn);
    expect(on({ regime: 'eisr', receivedOn }).on).toBe(foisaOn);
    // The authority's own division moves no FOI date.
    expect(on({ regime: 'foia', receivedOn, division: 'northern-ireland' }).on).toBe(foiaOn);
    expect(on({ regime: 'foisa', receivedOn, division: 'scotland' }).on).toBe(foisaOn);
  });
}

test('an extended EIR request is due on the 40th working day', () => {
  expect(on({ regime: 'eir', receivedOn: '2026-06-01', extended: true }).on).toBe('2026-07-29');
  expect(on({ regime: 'eir', receivedOn: '2022-06-29', extended: true }).on).toBe('2022-08-26');
});

test('an internal review has 20 working days under FOIA and FOISA and 40 under EIR', () => {
  const receivedOn = '2025-12-19';
  expect(on({ regime: 'foia', receivedOn, review: true }).on).toBe('2026-01-22');
  expect(on({ regime: 'eir', receivedOn, review: true }).on).toBe('2026-02-19');
  expect(on({ regime: 'foisa', receivedOn, review: true }).on).toBe('2026-01-22');
  expect(on({ regime: 'eisr', receivedOn, review: true }).on).toBe('2026-01-22');
});

test('a clarification starts a new clock of 20 working days after the answer', () => {
  const events = [
    { what: 'asked', on: '2026-06-09' },
    { what: 'answered', on: '2026-06-12' },
  ] as const;
  for (const regime of ['foia', 'eir'] as const) {
    const found = on({ regime, receivedOn: '2026-06-01', events });
    expect([found.on, found.startedOn, found.days.map((day) => day.on).join(' ')]).toEqual([
      '2026-07-14',
      '2026-06-12',
      '2026-06-15 2026-07-13',
    ]);
  }
});

test('under FOISA and EI(S)R the new clock after an answer counts by Scottish holidays', () => {
  const events = [
    { what: 'asked', on: '2026-06-09' },
    { what: 'answered', on: '2026-06-12' },
  ] as const;
  expect(on({ regime: 'foisa', receivedOn: '2026-06-01', events }).on).toBe('2026-07-13');
  expect(on({ regime: 'eisr', receivedOn: '2026-06-01', events, extended: true }).on).toBe('2026-08-11');
});

test('the days from a fees notice to the fee do not count, both included', () => {
  const events = [
    { what: 'fees-notice', on: '2026-03-10' },
    { what: 'fee-paid', on: '2026-03-25' },
  ] as const;
  const found = on({ regime: 'foia', receivedOn: '2026-03-02', events });
  expect(found.on).toBe('2026-04-17');
  expect(found.days).toHaveLength(14); // 12 weekdays of the fee, Good Friday and Easter Monday
  expect(on({ regime: 'foia', receivedOn: '2026-03-02' }).on).toBe('2026-03-31');
});

test('a school answers by the 20th school day, or the 60th working day where that is earlier', () => {
  const summer = { from: '2026-04-13', to: '2026-07-17' };
  const schoolTerms = [summer, { from: '2026-09-01', to: '2026-12-18' }];
  const found = on({ regime: 'foia', receivedOn: '2026-07-06', schoolTerms });
  expect(found.on).toBe('2026-09-16');
  expect(found.because).toContain('before the 60th working day, 1 October 2026');
  const closedForLong = [summer, { from: '2026-09-21', to: '2026-12-18' }];
  expect(on({ regime: 'foia', receivedOn: '2026-07-06', schoolTerms: closedForLong }).on).toBe('2026-10-01');
});

// Regime division received due
const MONTHS = [
  ['england-and-wales', '2025-01-31', '2025-02-28'],
  ['england-and-wales', '2024-01-31', '2024-02-29'],
  ['england-and-wales', '2025-11-25', '2025-12-29'],
  ['england-and-wales', '2026-03-03', '2026-04-07'],
  ['england-and-wales', '2025-12-02', '2026-01-02'],
  ['scotland', '2025-12-02', '2026-01-05'],
  ['england-and-wales', '2026-05-15', '2026-06-15'],
  ['scotland', '2026-05-15', '2026-06-16'],
  ['northern-ireland', '2026-06-13', '2026-07-14'],
] as const;

for (const [division, receivedOn, dueOn] of MONTHS) {
  test(`subject access received on ${receivedOn} in ${division} is due ${dueOn}`, () => {
    expect(on({ regime: 'sar', receivedOn, division }).on).toBe(dueOn);
    expect(on({ regime: 'sar-part3', receivedOn, division }).on).toBe(dueOn);
  });
}
