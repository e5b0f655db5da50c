// The reason that staff read: the sentences of the strongest rules, with the numbers of the mail.
import { expect, test } from 'vitest';
import { filled, joined } from '../../src/classify/because.ts';
import { fire, read } from '../../src/classify/fire.ts';
import { candidates, suggestion } from '../../src/classify/suggest.ts';
import type { Text } from '../../src/classify/text.ts';
import { mailOf, ruleOf, rulesOf } from './rule-bench.ts';

function reasonFor(mail: Text, ...rules: Record<string, unknown>[]): string | undefined {
  const compiled = rulesOf(rules);
  const [first] = candidates(fire(compiled, read(mail, compiled)), compiled.weights, false);
  return first && suggestion(first, mail).because;
}

test('the strongest rules give the reason, three at most, strongest first and then in the order of the file', () => {
  const weak = ruleOf('weak', 'alpha', { weight: 'weak', because: 'Weakly so.' });
  const first = ruleOf('first', 'alpha beta', { weight: 'moderate', because: 'First.' });
  const second = ruleOf('second', 'beta', { weight: 'moderate', because: 'Second.' });
  const strong = ruleOf('strong', 'gamma', { weight: 'strong', because: 'Strongly so.' });
  expect(reasonFor(mailOf('alpha beta gamma'), weak, first, second, strong)).toBe('Strongly so. First. Second.');
  expect(reasonFor(mailOf('alpha'), weak, first, second, strong)).toBe('Weakly so.');
});

test('a rule that speaks against gives no reason for', () => {
  const against = ruleOf('against', 'beta', { counts: 'against', because: 'It is not.' });
  expect(reasonFor(mailOf('alpha beta'), ruleOf('for', 'alpha', { because: 'It is.' }), against)).toBe('It is.');
});

test('no sentence stands twice, each ends with a full stop, and a reason stays short', () => {
  expect(joined(['One.', 'One.', 'Two'])).toBe('One. Two.');
  expect(joined(['One.', 'long '.repeat(90), 'Three.'])).toBe('One. Three.');
});

test('a reason may name how many questions there are and how many years they span', () => {
  const mail = mailOf('1. Who from 2016 to 2025?\n2. When?\n3. Where?');
  const because = 'It puts {parts} questions over {years} years.';
  expect(reasonFor(mail, ruleOf('many', 'who', { because }))).toBe('It puts 3 questions over 10 years.');
});

test('a number that the mail does not name is “several”', () => {
  const rules = rulesOf([ruleOf('some', 'alpha')]);
  expect(filled('Over {years} years.', read(mailOf('alpha'), rules))).toBe('Over several years.');
});
