// Which rules are asked of a mail: never one too few, whatever their conditions are made of, and hardly one too many.
import { expect, test } from 'vitest';
import { fire, read, visited } from '../../src/classify/fire.ts';
import { holds } from '../../src/classify/match.ts';
import type { Condition } from '../../src/classify/rule.ts';
import { mulberry32 } from '../bench/corpus.ts';
import { mailOf, ruleOf, rulesOf } from './rule-bench.ts';

const WORDS = ['alder', 'birch', 'cedar', 'elm', 'fir', 'information', 'request', 'copy'];
const PLATFORMS = ['whatdotheyknow', 'fixmystreet'];

/** A condition up to three deep, made of everything that a rule can say. */
function condition(random: () => number, depth = 3): Condition {
  const below = (count: number): number => Math.floor(random() * count);
  const word = (): string => WORDS[below(WORDS.length)] ?? '';
  const several = (): Condition[] => Array.from({ length: 1 + below(3) }, () => condition(random, depth - 1));
  const leaves: (() => Condition)[] = [
    word,
    () => `${word()} ${word()}`,
    () => `"${word()}"`,
    () => ({ near: { words: [word(), [word(), word()]], within: 3, ...(below(2) ? { inOrder: true } : {}) } }),
    () => ({ platform: PLATFORMS[below(2)] ?? '' }),
    () => ({ replyTo: 'ours' }),
    () => ({ pattern: '[ab]\\w+' }),
    () => ({ years: { atLeast: 2 } }),
  ];
  const branches: (() => Condition)[] = [
    () => ({ any: several() }),
    () => ({ all: several() }),
    () => ({ all: several(), none: several() }),
    () => ({ any: several(), all: several(), in: ['body'] }),
    () => {
      const of = several();
      return { atLeast: { count: 1 + below(of.length), of } };
    },
  ];
  const choice = depth > 0 ? [...leaves, ...branches, ...branches] : leaves;
  return choice[below(choice.length)]?.() ?? '';
}

test('a rule that holds is always asked', () => {
  const random = mulberry32(20_261_123);
  const rules = rulesOf(
    Array.from({ length: 400 }, (_, index) =>
      ruleOf(`tree.r${index}`, condition(random), { suggests: { flag: `f${index}` } }),
    ),
  );
  let held = 0;
  for (let mail = 0; mail < 200; mail++) {
    const words = Array.from({ length: Math.floor(random() * 12) }, () => WORDS[Math.floor(random() * WORDS.length)]);
    const reading = read(
      mailOf(`${words.join(' ')}${random() < 0.2 ? ' from 2019 to 2024' : ''}`, {
        threaded: random() < 0.3,
        platform: random() < 0.5 ? null : (PLATFORMS[Math.floor(random() * 2)] ?? null),
      }),
      rules,
    );
    const expected = rules.rules.filter((rule) => holds(rule.test, reading)).map(({ rule }) => rule.id);
    expect(fire(rules, reading).map(({ rule }) => rule.rule.id)).toEqual(expected);
    held += expected.length;
  }
  expect(held).toBeGreaterThan(10_000);
});

test('a rule is asked when all that it needs is there, and not when one thing is missing', () => {
  const rules = rulesOf([
    ruleOf('needs.three', { all: ['alder', { any: ['birch', 'cedar'] }, { replyTo: 'ours' }], none: ['elm'] }),
    ruleOf(
      'needs.window',
      { near: { words: ['alder', ['birch', 'cedar']], within: 5 } },
      { suggests: { flag: 'two' } },
    ),
  ]);
  const asked = (body: string, threaded = false) => visited(rules, read(mailOf(body, { threaded }), rules), null);
  expect(asked('Alder and cedar', true)).toEqual([1, 0]);
  expect(asked('Alder and cedar')).toEqual([1]);
  expect(asked('Alder and elm', true)).toEqual([]);
  expect(asked('Birch and cedar', true)).toEqual([]);
});

test('a word that most mails have is not what a rule waits for when it has a rarer one', () => {
  const rules = rulesOf([ruleOf('needs.rare', { all: ['information', 'request', 'copy', 'alder'] })]);
  expect(visited(rules, read(mailOf('alder'), rules), null)).toEqual([0]);
  expect(visited(rules, read(mailOf('A request for a copy of information'), rules), null)).toEqual([]);
  expect(rules.ways.bySign.values).toHaveLength(1);
});
