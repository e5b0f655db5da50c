// What decisions do to the weights: the words, the priors and the calibration, each within bounds and towards the truth.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { CASES_NEEDED, type Case, crossValidated, fittable, fitWeights } from '../../src/classify/fit.ts';
import { fitLogistic, logistic } from '../../src/classify/logistic.ts';
import { reliability } from '../../src/classify/reliability.ts';
import { confidenceOf, votesOf, weightsFile } from '../../src/classify/score.ts';
import { WEIGHTS } from './rule-bench.ts';

const JUDGED = weightsFile.parse(parse(WEIGHTS));
const ON = '2026-03-02';

/** `count` mails on which one rule of this weight spoke for a topic, of which staff confirmed a share. */
const decided = (topic: string, weight: 'weak' | 'strong', count: number, share: number): Case[] =>
  Array.from({ length: count }, (_, index) => ({
    mail: `${topic} ${weight} ${index}`,
    family: 'topic',
    outcome: topic,
    votes: votesOf([{ weight, against: false }]),
    right: index % 10 < share * 10,
  }));

test('the regression finds the coefficients that the data were drawn from', () => {
  // of 1,000 observations with x, a share of logistic(2 - 1) is right; without x a share of logistic(-1)
  const drawn = (x: number) =>
    Array.from({ length: 1000 }, (_, index) => ({
      terms: [[0, x] as const, [1, 1] as const],
      right: index < 1000 * logistic(2 * x - 1),
    }));
  const [slope = 0, intercept = 0] = fitLogistic(
    [...drawn(1), ...drawn(0)],
    [
      { start: 0, pull: 1e-6 },
      { start: 0, pull: 1e-6 },
    ],
  );
  expect(slope).toBeCloseTo(2, 2);
  expect(intercept).toBeCloseTo(-1, 2);
});

test('a parameter stays within its bounds, and one that no observation touches stays where it was judged', () => {
  const observations = Array.from({ length: 50 }, () => ({ terms: [[0, 1] as const], right: false }));
  const parameters = [
    { start: 1, pull: 0.1, least: 0.5 },
    { start: 3, pull: 0.1 },
  ];
  expect(fitLogistic(observations, parameters)).toEqual([0.5, 3]);
});

test('after decisions, what is said at a confidence comes true about as often', () => {
  const cases = [...decided('police.drugs', 'strong', 200, 0.4), ...decided('police.roads', 'weak', 200, 0.7)];
  const fitted = fitWeights(JUDGED, cases, ON);
  const said = (topic: string, weight: 'weak' | 'strong') =>
    confidenceOf(fitted, { family: 'topic', outcome: topic, votes: votesOf([{ weight, against: false }]) });
  expect(said('police.drugs', 'strong')).toBeGreaterThan(0.34);
  expect(said('police.drugs', 'strong')).toBeLessThan(0.46);
  expect(said('police.roads', 'weak')).toBeGreaterThan(0.64);
  expect(said('police.roads', 'weak')).toBeLessThan(0.76);
  expect(fitted).toMatchObject({ date: ON, judged: false, counts: { mails: 400, decisions: 400 } });
});

test('the four words keep their order whatever the decisions say', () => {
  const cases = [...decided('police.drugs', 'strong', 300, 0), ...decided('police.drugs', 'weak', 300, 1)];
  const { weak, moderate, strong, decisive } = fitWeights(JUDGED, cases, ON).weights;
  expect([weak, moderate, strong, decisive]).toEqual([weak, moderate, strong, decisive].sort((a, b) => a - b));
  expect(weak).toBeGreaterThan(0);
});

test('a family with too few decisions, or with one outcome only, keeps its judged prior and calibration', () => {
  const half = (topic: string, count: number) => decided(topic, 'strong', count, 0.5);
  const few = [...half('police.drugs', CASES_NEEDED), ...half('police.roads', CASES_NEEDED - 20)];
  expect(fittable(few)).toEqual([]);
  expect(fitWeights(JUDGED, few, ON)).toBe(JUDGED);
  expect(fittable(half('police.drugs', 4 * CASES_NEEDED))).toEqual([]);
  const enough = [...half('police.drugs', CASES_NEEDED), ...half('police.roads', CASES_NEEDED)];
  expect(fittable(enough)).toEqual(['topic']);
  expect(fitWeights(JUDGED, enough, ON).families.kind.prior).toBe(JUDGED.families.kind.prior);
});

test('cross-validation measures every case once, by weights that never saw its mail', () => {
  // each mail alone has its topic: what was learnt from the others says nothing of it but its words and family
  const cases = Array.from({ length: 100 }, (_, index): Case => {
    const votes = votesOf([{ weight: 'moderate', against: false }]);
    return { mail: `m${index}`, family: 'topic', outcome: `topic ${index}`, votes, right: index % 2 === 0 };
  });
  const unseen = crossValidated(JUDGED, cases, ON);
  expect(unseen.map(([each]) => each.mail).sort()).toEqual(cases.map((each) => each.mail).sort());
  for (const [each, confidence] of unseen) if (each.right) expect(Math.abs(confidence - 0.5)).toBeLessThan(0.1);
});

test('reliability sets what was said beside what was confirmed, in bins of equal count', () => {
  const shown = Array.from({ length: 120 }, (_, index) => [index < 60 ? 0.2 : 0.8, index % 5 === 0] as const);
  const { bins, error } = reliability(shown);
  expect(bins.map(({ shown: count, said, confirmed }) => [count, said.toFixed(1), confirmed.toFixed(1)])).toEqual([
    [30, '0.2', '0.2'],
    [30, '0.2', '0.2'],
    [30, '0.8', '0.2'],
    [30, '0.8', '0.2'],
  ]);
  expect(error).toBeCloseTo(0.3, 5);
});
