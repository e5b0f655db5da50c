// The span of years that a request speaks of.
import { expect, test } from 'vitest';
import { yearSpan } from '../../src/classify/years.ts';

test.each([
  ['since 2015', 8],
  ['2018 to 2023', 6],
  ['between 2018 and 2021', 4],
  ['the financial year 2018/19', 2],
  ['2016-22', 7],
  ['from 2016 onwards', 7],
  ['from 01/04/2019 to 31/03/2022', 4],
  ['2019, 2020 and 2021', 3],
  ['the last five years', 5],
  ['the past 10 (10) full financial years', 10],
  ['over the last decade', 10],
  ['between January 2015 and the present', 8],
  ['2015 up to the present day', 8],
  ['from 2015 to today', 8],
  ['in 2021 and now and then', 1],
  ['a 2015 date', 1],
  ['in 2021', 1],
])('“%s”, received in 2022, is a span of %i', (text, years) => {
  expect(yearSpan(text, '2022-06-29')?.years).toBe(years);
});

test.each([
  'under the Freedom of Information Act 2000',
  'the Data Protection Act (2018) and the 2004 Regulations',
  'our reference FOI/2021/123',
  'a grant of £2000',
  'the last two contracts',
  'call 02012345678 or 2099',
])('“%s” names no period', (text) => {
  expect(yearSpan(text, '2022-06-29')).toBeNull();
});

test('the words that name the span are given with their place', () => {
  const text = '👮 Data for 2018 to 2023, please';
  const span = yearSpan(text, '2023-06-29');
  expect(text.slice(span?.start, span?.end)).toBe('2018 to 2023');
});
