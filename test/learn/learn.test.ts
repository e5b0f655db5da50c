// What decisions teach, and what they do not: on generated requests of which half hold no word that the rules know.
import { expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { compileRules } from '../../src/classify/compile.ts';
import { fieldsOf } from '../../src/classify/text.ts';
import { sumOf, train } from '../../src/learn/bayes.ts';
import { corpusOf } from '../../src/learn/corpus.ts';
import { trainable } from '../../src/learn/label.ts';
import type { Learned } from '../../src/learn/learn.ts';
import { learnAll } from '../../src/learn/learn-thread.ts';
import { lots } from '../../src/learn/lot.ts';
import { type Opine, opine } from '../../src/learn/opinion.ts';
import { averagePrecision, gain } from '../../src/learn/ranking.ts';
import { mailOf } from '../classify/rule-bench.ts';
import { knowingRules, type Made, POLICE, requests, TOPICS } from './northmere-requests.ts';

const RURAL = 'police.animals-rural';
const learned = (mails: readonly Made[]): Learned[] => learnAll({ mails, rules: knowingRules(), office: POLICE });
const compiled = compileRules(knowingRules(), { validated: true });
if (!compiled.ok) throw new Error('the rules of this test do not compile');
const { rules } = compiled;
const found = (text: Made['text']) => classify(text, rules, 'police', false, null);
const opinionOf = (give: Opine, text: Made['text']) => give(text, found(text));
const useful = learned(requests(60));
const lot = lots(11);
const useless = learned(requests(60, () => TOPICS[Math.floor(lot() * TOPICS.length)] ?? ''));

test('with fewer than thirty decisions for a label nothing is learned of it', () => {
  expect(learned(requests(29))).toEqual([]);
  expect(learned(requests(30)).map(({ what }) => what)).toEqual([...TOPICS].sort());
});

test('what was decided of every mail alike cannot be learned, nor what nobody decided', () => {
  const all = requests(30, () => RURAL).map(({ decided }) => decided);
  expect(trainable(all)).toEqual([]);
  expect(trainable(all.map(({ mail }) => ({ mail, exemptions: undefined })))).toEqual([]);
});

test('exemptions are learned by their section, and of regimes only those that requesters seldom name', () => {
  const decided = Array.from({ length: 80 }, (_, index) => ({
    mail: `mail ${index}`,
    regimes: index < 40 ? ['foia', 'eir'] : ['foia'],
    exemptions: index < 40 ? [index < 20 ? 's.40(2)' : 's.40(5B)'] : [],
  }));
  expect(trainable(decided)).toEqual([
    { family: 'regime', what: 'eir' },
    { family: 'exemption', what: 's.40' },
  ]);
});

test('where the rules miss what officers see, the second opinion finds it, and is said to help', () => {
  for (const { evaluation, helps, positives, negatives } of useful) {
    expect([positives, negatives, helps]).toEqual([60, 180, true]);
    expect(evaluation.rules.averagePrecision).toBeLessThan(0.8);
    expect(evaluation.both.averagePrecision).toBeGreaterThan(0.9);
    expect(evaluation.difference.least).toBeGreaterThan(0);
    expect(evaluation.second.error).toBeLessThan(0.1);
  }
});

test('decisions without any sense are learned and do not help', () => {
  expect(useless).toHaveLength(TOPICS.length);
  for (const { evaluation, helps } of useless) {
    expect(helps).toBe(false);
    expect(evaluation.second.averagePrecision).toBeLessThan(0.45);
  }
});

test('an opinion that does not help is shown beside the rules’ own, changes no order and adds nothing', () => {
  const give = opine(useless);
  const known = opinionOf(give, mailOf('How many dog handlers are there?'));
  expect(known).toMatchObject([{ family: 'topic', id: RURAL, order: null, only: false }]);
  expect(opinionOf(give, mailOf('How many stables and farriers are there?'))).toEqual([]);
});

test('an opinion that helps adds what no rule saw, marked as second opinion only', () => {
  const [second, ...others] = opinionOf(opine(useful), mailOf('Who pays the farriers and the stables?'));
  expect(others).toEqual([]);
  expect(second).toMatchObject({ family: 'topic', id: RURAL, only: true });
  expect(second?.confidence).toBeGreaterThan(0.5);
  expect(second?.because).toMatch(/^staff gave this to \d+ of the \d+ decided mails that read about as much like it$/);
});

test('where both speak, the order goes by both, and the rules’ own confidence stays as it is', () => {
  const text = mailOf(
    'Speeding fines, please. Also hare coursing, sheep rustling, stables and farriers: which dog section?',
  );
  const opinions = new Map(opinionOf(opine(useful), text).map((each) => [each.id, each]));
  const topics = found(text).topics;
  expect(new Set(topics.map(({ confidence }) => confidence)).size).toBe(1);
  expect(topics.map(({ id }) => id)).toEqual(expect.arrayContaining([RURAL, 'police.roads']));
  expect(opinions.get(RURAL)?.order).toBeGreaterThan(opinions.get('police.roads')?.order ?? 1);
});

test('the words of an opinion stand in the mail where it says', () => {
  const body =
    'Good morning.\n\n> hare coursing is quoted here\n\nWho checks the farriers, the stables and sheep rustling?';
  const quote = body.indexOf('>');
  const own = body.indexOf('Who');
  const text = mailOf(body, {
    subject: 'Mounted patrols',
    segments: [
      { kind: 'own', start: 0, end: quote },
      { kind: 'quote', start: quote, end: own },
      { kind: 'own', start: own, end: body.length },
    ],
  });
  const [{ words } = { words: [] }] = opinionOf(opine(useful), text);
  expect(words).toHaveLength(5);
  for (const { field, start, end, quote: said } of words) expect(fieldsOf(text)[field].slice(start, end)).toBe(said);
  expect(words.map(({ quote: said }) => said)).not.toContain('hare');
});

test('mail that a machine sent gets no second opinion', () => {
  const text = mailOf('The farriers and stables are away.');
  expect(opine(useful)(text, { ...found(text), kind: 'automatic' })).toEqual([]);
});

test('no word of one keen requester, and no number, is learned', () => {
  const mails = requests(40).map((mail, index): Made => {
    const keen = index % TOPICS.length === 0;
    const from = keen ? { name: 'Keen Alder', address: 'keen@alder.example' } : mail.text.from;
    const body = keen ? `Zanzibar 4711. ${mail.text.body}` : mail.text.body;
    return { ...mail, text: mailOf(body, { from }) };
  });
  const stems = learned(mails).flatMap(({ model }) => model.stems.map(([stem]) => stem));
  expect(stems.length).toBeGreaterThan(100);
  expect(stems.filter((stem) => stem.startsWith('zanzibar') || /\d/.test(stem))).toEqual([]);
});

test('the weights that are kept say what natural’s classifier says', async () => {
  const { default: BayesClassifier } = await import('natural/lib/natural/classifiers/bayes_classifier.js');
  const mails = requests(40);
  const corpus = corpusOf(mails.map(({ text }) => text));
  const taught = mails.map(({ decided }, at) => ({
    document: corpus.documents[at] ?? { stems: [], fold: 0 },
    right: decided.topics?.includes(RURAL) ?? false,
  }));
  const kept = train(taught, corpus.stems.length);
  const natural = new BayesClassifier();
  const wordsOf = (stems: readonly number[]) => ['mail', ...stems.filter((each) => kept.weights.has(each)).map(String)];
  for (const { document, right } of taught) natural.addDocument(wordsOf(document.stems), right ? 'yes' : 'no');
  natural.train();
  for (const { document } of taught.slice(0, 20)) {
    const said = new Map(natural.getClassifications(wordsOf(document.stems)).map(({ label, value }) => [label, value]));
    const odds = Math.log((said.get('yes') ?? 0) / (said.get('no') ?? 1));
    expect(sumOf(kept, document.stems)).toBeCloseTo(odds, 6);
  }
});

test('a mail of thousands of telling words has a finite opinion', () => {
  const words = useful[0]?.model.stems.map(([stem]) => stem).join(' ') ?? '';
  const [second] = opinionOf(opine(useful), mailOf(`${words} stables farriers `.repeat(50)));
  expect(second?.confidence).toBeLessThan(1);
});

test('average precision is that of the textbook, and equal scores are ordered by lot', () => {
  expect(averagePrecision([0.9, 0.8, 0.7, 0.6], [true, false, true, false])).toBeCloseTo((1 + 2 / 3) / 2);
  expect(averagePrecision([0.1, 0.2], [false, false])).toBe(0);
  const right = Array.from({ length: 400 }, (_, index) => index < 100);
  const tied = averagePrecision(new Array<number>(400).fill(0.5), right);
  expect(tied).toBeGreaterThan(0.18);
  expect(tied).toBeLessThan(0.35);
});

test('an order gains nothing over itself, and a perfect one surely gains over chance', () => {
  const right = Array.from({ length: 200 }, (_, index) => index % 4 === 0);
  const flat = right.map(() => 0.5);
  expect(gain(flat, flat, right)).toEqual({ of: 0, least: 0, most: 0 });
  expect(gain(flat, right.map(Number), right).least).toBeGreaterThan(0.3);
});

test('what was learned is the same every time', () => {
  expect(learned(requests(60))).toEqual(useful);
});
