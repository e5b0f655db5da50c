// How the rules that match become a probability.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fire, read } from '../../src/classify/fire.ts';
import { confidence, weightsFile } from '../../src/classify/score.ts';
import { candidates, shown } from '../../src/classify/suggest.ts';
import { mailOf, ruleOf, rulesOf, WEIGHTS } from './rule-bench.ts';

const weights = weightsFile.parse(parse(WEIGHTS));
const vote = (weight: 'weak' | 'moderate' | 'strong' | 'decisive', against = false) => ({ weight, against });
const logistic = (logOdds: number) => Math.round(1000 / (1 + Math.exp(-logOdds))) / 1000;

test('a confidence is the prior plus the weights of the rules, as a probability', () => {
  expect(confidence(weights, 'kind', 'chaser', [vote('moderate')])).toBe(0.5);
  expect(confidence(weights, 'kind', 'chaser', [vote('strong'), vote('weak')])).toBe(logistic(-2 + 3 + 1));
});

test('a rule that counts against takes its weight away', () => {
  expect(confidence(weights, 'kind', 'chaser', [vote('strong'), vote('weak', true)])).toBe(logistic(-2 + 3 - 1));
});

test('an outcome may have a prior of its own', () => {
  const { kind } = weights.families;
  const own = { ...weights, families: { ...weights.families, kind: { ...kind, priors: { request: 0 } } } };
  expect(confidence(own, 'kind', 'request', [])).toBe(0.5);
  expect(confidence(own, 'kind', 'chaser', [])).toBe(logistic(-2));
});

test('the calibration of a family bends its probabilities', () => {
  const { kind } = weights.families;
  const bent = { ...weights, families: { ...weights.families, kind: { ...kind, slope: 0.5, intercept: 1 } } };
  expect(confidence(bent, 'kind', 'chaser', [vote('decisive')])).toBe(logistic(0.5 * 3 + 1));
});

test('no confidence is ever 0 or 1', () => {
  const many = Array.from({ length: 20 }, () => vote('decisive'));
  expect(confidence(weights, 'kind', 'chaser', many)).toBe(0.999);
  expect(
    confidence(
      weights,
      'kind',
      'chaser',
      many.map(() => vote('decisive', true)),
    ),
  ).toBe(0.001);
});

test('what is far less likely than the first of its family is not shown', () => {
  const topic = (id: string, weight: string) => ruleOf(id, id.split('.')[1] ?? '', { suggests: { topic: id }, weight });
  const rules = rulesOf([topic('police.drugs', 'decisive'), topic('police.media', 'moderate')]);
  const mail = mailOf('drugs and media');
  const all = candidates(fire(rules, read(mail, rules)), rules.weights, false);
  const { topic: family } = rules.weights.families;
  const sharing = (share: number) => ({
    ...rules.weights,
    families: { ...rules.weights.families, topic: { ...family, share } },
  });
  expect(shown(all, 'topic', sharing(0.5)).map((each) => each.id)).toEqual(['police.drugs', 'police.media']);
  expect(shown(all, 'topic', sharing(0.6)).map((each) => each.id)).toEqual(['police.drugs']);
});
