// Which words of a mail officers see for a rule.
import { expect, test } from 'vitest';
import { quotable } from '../../src/classify/quotes.ts';
import { fieldsOf } from '../../src/classify/text.ts';
import { mailOf } from './rule-bench.ts';

function shown(body: string, ...quotes: readonly string[]): string[] {
  const places = quotes.map((quote) => {
    const start = body.indexOf(quote);
    return { field: 'body' as const, start, end: start + quote.length };
  });
  return quotable(places, fieldsOf(mailOf(body))).map(({ start, end }) => body.slice(start, end));
}

test('a short common word is not quoted beside a phrase', () => {
  expect(shown('any reports on each tool', 'any', 'each tool')).toEqual(['each tool']);
  expect(shown('any tool', 'any')).toEqual(['any']);
});

test('a long word and an acronym are quoted after the phrases, unless there are three of those', () => {
  const body = 'ANPR cameras, dashboards and data sets, impact assessments, legal documents';
  expect(shown(body, 'ANPR', 'dashboards', 'data sets')).toEqual(['data sets', 'ANPR', 'dashboards']);
  const phrases = ['data sets', 'impact assessments', 'legal documents'];
  expect(shown(body, 'ANPR', ...phrases)).toEqual(phrases);
});

test('words that overlap are quoted as one stretch', () => {
  expect(shown('include but not limited to', 'not limited to', 'include but not')).toEqual([
    'include but not limited to',
  ]);
});

test('at most five quotes of a rule are shown, and a long one ends with a whole word', () => {
  const six = ['a one', 'b two', 'c three', 'd four', 'e five', 'f six'];
  expect(shown(six.join(', '), ...six)).toEqual(six.slice(0, 5));
  const [long] = shown('every word '.repeat(40), 'every word '.repeat(40));
  expect(long?.length).toBeLessThanOrEqual(160);
  expect(long).toMatch(/(?:every|word)$/);
});
