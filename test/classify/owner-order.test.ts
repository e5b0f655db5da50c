// Which topic stands first, and so which unit is asked, when the rules leave two near each other.
import { expect, test } from 'vitest';
import { fire, read } from '../../src/classify/fire.ts';
import { candidates, shown } from '../../src/classify/suggest.ts';
import { mailOf, ruleOf, rulesOf } from './rule-bench.ts';

const topic = (id: string, overrides: Record<string, unknown> = {}) => ({
  suggests: { topic: `council.${id}` },
  ...overrides,
});
const rules = rulesOf([
  ruleOf('test.housing', { any: ['tenant', 'flat', 'landlord'] }, topic('housing')),
  ruleOf('test.waste', { any: ['bins', 'recycling', 'litter'] }, topic('waste')),
  ruleOf('test.waste-pier', 'pier', topic('waste')),
]);
const said = (subject: string, body: string) =>
  shown(candidates(fire(rules, read(mailOf(body, { subject }), rules)), rules.weights, false), 'topic', rules.weights);
const order = (subject: string, body: string) => said(subject, body).map((each) => each.id);

test('of two topics as likely as each other the one that the subject names first is asked first', () => {
  expect(order('Bins of every tenant', 'How many?')).toEqual(['council.waste', 'council.housing']);
  expect(order('Tenant bins', 'How many?')).toEqual(['council.housing', 'council.waste']);
});

test('a topic in the subject goes before one of which only the body speaks', () => {
  expect(order('A tenant asks', 'Where are the bins?')).toEqual(['council.housing', 'council.waste']);
  expect(order('A question', 'The tenant asks where the bins are, and the litter.')).toEqual([
    'council.waste',
    'council.housing',
  ]);
});

test('a word that two rules of a topic find counts once', () => {
  const twice = rulesOf([
    ruleOf('test.waste', 'bins', topic('waste')),
    ruleOf('test.waste-again', { any: ['bins'] }, topic('waste', { weight: 'weak' })),
    ruleOf('test.housing', { any: ['tenant', 'flat'] }, topic('housing')),
    ruleOf('test.housing-again', { any: ['landlord'] }, topic('housing', { weight: 'weak' })),
  ]);
  const mail = mailOf('The bins of each tenant, flat and landlord.');
  const all = candidates(fire(twice, read(mail, twice)), twice.weights, false);
  expect(shown(all, 'topic', twice.weights).map((each) => each.id)).toEqual(['council.housing', 'council.waste']);
});

test('a topic that is clearly likelier stays first wherever the other stands', () => {
  const [first, second] = said('The flat of a tenant', 'The pier is full of litter, recycling and bins.');
  expect([first?.id, second?.id]).toEqual(['council.waste', 'council.housing']);
  expect(first?.confidence).toBeGreaterThan(second?.confidence ?? 1);
});

test('order leaves confidence alone', () => {
  const confidences = said('Bins of every tenant', 'How many?').map((each) => each.confidence);
  expect(new Set(confidences).size).toBe(1);
});
